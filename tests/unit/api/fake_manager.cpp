#include "fake_manager.h"

#include <poll.h>
#include <rasnotify.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace openras::test {

Script whole_dial() {
    return {{RASCS_OpenPort},        {RASCS_PortOpened},          {RASCS_ConnectDevice},
            {RASCS_DeviceConnected}, {RASCS_AllDevicesConnected}, {RASCS_Authenticate},
            {RASCS_AuthNotify},      {RASCS_Authenticated},       {RASCS_Projected},
            {RASCS_Connected}};
}

struct FakeManager::Client {
    std::uint32_t id = 0;
    sd_bus* bus = nullptr;
    bus::ConnectionKind kind = bus::ConnectionKind::Process;
    FakeManager* manager = nullptr;
    bool closed = false;
    bool subscribed = false;
    Client() = default;
    ~Client() { sd_bus_close_unref(bus); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    template <typename Record>
    static Record read(sd_bus_message* message) {
        Record body{};
        bus::read_body(message, body);
        return body;
    }
    template <typename Record>
    static void answer(sd_bus_message* call, const Record& body) {
        sd_bus_message* reply = nullptr;
        sd_bus_message_new_method_return(call, &reply);
        bus::append_body(reply, body);
        sd_bus_send(sd_bus_message_get_bus(call), reply, nullptr);
        sd_bus_message_unref(reply);
    }
};

FakeManager::FakeManager() {
    char name[] = "/tmp/openras-api-XXXXXX";
    directory_ = mkdtemp(name);
    path_ = directory_ + "/manager.sock";
    setenv("OPENRAS_SOCKET", path_.c_str(), 1);
    start();
}

FakeManager::~FakeManager() {
    kill();
    std::filesystem::remove_all(directory_);
}

void FakeManager::start() {
    std::filesystem::remove(path_);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.copy(address.sun_path, sizeof address.sun_path - 1);
    listener_ = UniqueFd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        listen(listener_.get(), 64) != 0 || chmod(path_.c_str(), 0660) != 0)  // in this order, as rasmand does
        std::abort();
    wakeup_ = UniqueFd(eventfd(0, EFD_CLOEXEC));
    stopping_ = false;
    thread_ = std::thread([this] { run(); });
}

void FakeManager::kill() {
    if (!thread_.joinable()) return;
    post([this] { stopping_ = true; });
    thread_.join();
    listener_.reset();
    const std::lock_guard lock(mutex_);
    clients_.clear();
    dials_.clear();
    jobs_.clear();
}

void FakeManager::post(std::function<void()> job) {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
    const std::uint64_t one = 1;
    (void)!write(wakeup_.get(), &one, sizeof one);
}

void FakeManager::run() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, nullptr);
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        std::vector<pollfd> wanted = {{listener_.get(), POLLIN, 0}, {wakeup_.get(), POLLIN, 0}};
        for (const auto& [id, client] : clients_)
            wanted.push_back({sd_bus_get_fd(client->bus), static_cast<short>(sd_bus_get_events(client->bus)), 0});
        lock.unlock();
        poll(wanted.data(), wanted.size(), -1);
        lock.lock();
        if (wanted[1].revents != 0) {
            std::uint64_t count = 0;
            (void)!read(wakeup_.get(), &count, sizeof count);
        }
        for (auto jobs = std::exchange(jobs_, {}); auto& job : jobs) job();
        if (stopping_) break;
        if (wanted[0].revents != 0) accept_one();
        std::vector<std::uint32_t> closed;
        for (const auto& [id, client] : clients_) {
            int r = 0;
            while ((r = sd_bus_process(client->bus, nullptr)) > 0) {
            }
            if (r < 0 || client->closed) closed.push_back(id);
        }
        for (const auto id : closed) on_closed(id);
        changed_.notify_all();
    }
    // As a process that is killed: every socket closes, nothing is said.
    for (auto& [handle, dial] : dials_) sd_bus_message_unref(std::exchange(dial.waiter, nullptr));
    clients_.clear();
}

void FakeManager::accept_one() {
    const int fd = accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) return;
    auto client = std::make_unique<Client>();
    client->id = next_id_++;
    client->manager = this;
    sd_id128_t server{};
    sd_id128_randomize(&server);
    sd_bus_new(&client->bus);
    sd_bus_set_fd(client->bus, fd, fd);
    sd_bus_set_server(client->bus, 1, server);
    sd_bus_negotiate_fds(client->bus, 0);
    sd_bus_add_filter(
        client->bus, nullptr,
        [](sd_bus_message* message, void* user, sd_bus_error*) {
            auto* self = static_cast<Client*>(user);
            if (sd_bus_message_is_signal(message, "org.freedesktop.DBus.Local", "Disconnected") > 0) {
                self->closed = true;
                return 1;
            }
            if (sd_bus_message_is_method_call(message, bus::interface_name, nullptr) <= 0) return 0;
            self->manager->on_message(*self, message);
            return 1;
        },
        client.get());
    sd_bus_start(client->bus);
    clients_[client->id] = std::move(client);
}

void FakeManager::on_message(Client& client, sd_bus_message* message) {
    const std::string method = sd_bus_message_get_member(message);
    if (method == bus::method::hello) {
        const auto hello = Client::read<bus::HelloRequest>(message);
        client.kind = static_cast<bus::ConnectionKind>(hello.kind);
        return Client::answer(message, bus::HelloReply{0, client.id, "fake"});
    }
    if (method == bus::method::dial) {
        if (refusal.error != 0) return Client::answer(message, refusal);
        auto request = Client::read<bus::DialRequest>(message);
        if (request.resume != 0 && !dials_.contains(request.resume))
            return Client::answer(message, bus::DialReply{ERROR_INVALID_HANDLE, "", 0, false});
        const std::uint32_t handle = request.resume != 0 ? request.resume : next_handle_++;
        FakeDial made;
        made.request = std::move(request);
        made.script = script;
        dials_[handle] = std::move(made);
        record({Event::Kind::Dialled, handle});
        return Client::answer(message, bus::DialReply{0, "", handle, false});
    }
    if (on_credentials(method, message)) return;
    if (method == bus::method::subscribe) {
        client.subscribed = true;
        changed_.notify_all();
        return Client::answer(message, bus::EnumReply{0, connections});
    }
    if (method == bus::method::enum_connections) return Client::answer(message, bus::EnumReply{0, connections});
    if (method == bus::method::hang_up) {
        const auto request = Client::read<bus::HangUpRequest>(message);
        if (!dials_.contains(request.handle)) {
            const bool gone = request.handle >= first_handle && request.handle < next_handle_;
            return Client::answer(message,
                                  gone ? bus::ErrorReply{ERROR_NO_CONNECTION} : bus::ErrorReply{ERROR_INVALID_HANDLE});
        }
        record({Event::Kind::HungUp, request.handle, 0, true, request.deferred});
        if (request.deferred && dials_[request.handle].outstanding)
            dials_[request.handle].hang_up_deferred = true;
        else
            end(request.handle);
        return Client::answer(message, bus::ErrorReply{0});
    }
    if (method == bus::method::get_statistics || method == bus::method::clear_statistics ||
        method == bus::method::get_link) {
        last_link = Client::read<bus::LinkRequest>(message);
        if (method == bus::method::get_statistics) return Client::answer(message, statistics);
        if (method == bus::method::clear_statistics) return Client::answer(message, bus::ErrorReply{statistics.error});
        return Client::answer(message, bus::LinkReply{statistics.error, last_link.handle});
    }
    const std::uint32_t handle = method == bus::method::start ? Client::read<bus::StartRequest>(message).handle
                                                              : Client::read<bus::HandleRequest>(message).handle;
    const bool known = dials_.contains(handle);
    if (method == bus::method::start) {
        if (!known) return Client::answer(message, bus::ErrorReply{ERROR_INVALID_HANDLE});
        record({Event::Kind::Started, handle});
        Client::answer(message, bus::ErrorReply{0});
        if (!hold_start) advance(handle);
    } else if (method == bus::method::wait) {
        if (!known) return Client::answer(message, bus::ErrorReply{ERROR_INVALID_HANDLE});
        record({Event::Kind::Waiting, handle});
        if (hold_wait) {
            dials_[handle].status.state = RASCS_Authenticate;
            dials_[handle].waiter = sd_bus_message_ref(message);
            dials_[handle].wait_connection = client.id;
        } else {
            dials_[handle].status.state = wait_result == 0 ? RASCS_Connected : RASCS_Disconnected;
            dials_[handle].status.dial_error = wait_result;
            Client::answer(message, bus::ErrorReply{wait_result});
        }
    } else if (method == bus::method::get_status) {
        Client::answer(message,
                       known ? dials_[handle].status : bus::StatusReply{ERROR_INVALID_HANDLE, 0, 0, "", "", ""});
    } else if (method == bus::method::get_projection) {
        Client::answer(message, projection);
    } else if (method == bus::method::get_cause) {
        Client::answer(message, cause);
    }
}

bool FakeManager::on_credentials(const std::string& method, sd_bus_message* message) {
    if (method == bus::method::set_credentials) {
        auto request = Client::read<bus::SetCredentialsRequest>(message);
        FakeVault& vault = vaults_[{request.entry, request.everyone}];
        vault.items = request.clear ? vault.items & ~request.items : vault.items | request.items;
        const auto put = [&](std::uint32_t item, auto& to, auto& from) {
            if ((request.items & item) != 0) to = from;
        };
        put(RASCM_UserName, vault.user, request.user);
        put(RASCM_Domain, vault.domain, request.domain);
        put(bus::stored_callback, vault.callback_number, request.callback_number);
        put(RASCM_Password, vault.password, request.secret);
        put(RASCM_PreSharedKey, vault.pre_shared_key, request.secret);
        vault.guid = request.guid;
        Client::answer(message, bus::ErrorReply{0});
    } else if (method == bus::method::get_credentials) {
        const auto request = Client::read<bus::CredentialsRequest>(message);
        const FakeVault& vault = vaults_[{request.entry, request.everyone}];
        Client::answer(message, bus::CredentialsReply{0, vault.items, vault.user, vault.domain, vault.callback_number});
    } else if (method == bus::method::move_credentials) {
        const auto request = Client::read<bus::MoveCredentialsRequest>(message);
        auto moved = vaults_.extract({request.entry, false});
        if (!request.new_entry.empty()) vaults_.erase({request.new_entry, false});
        if (moved && !request.new_entry.empty()) vaults_[{request.new_entry, false}] = std::move(moved.mapped());
        Client::answer(message, bus::ErrorReply{0});
    } else if (method == bus::method::set_eap_data) {
        auto request = Client::read<bus::SetEapDataRequest>(message);
        vaults_[{request.entry, false}].eap_data = std::move(request.data);
        Client::answer(message, bus::ErrorReply{0});
    } else if (method == bus::method::get_eap_data) {
        const auto request = Client::read<bus::CredentialsRequest>(message);
        Client::answer(message, bus::EapDataReply{0, vaults_[{request.entry, false}].eap_data});
    } else {
        return false;
    }
    return true;
}

void FakeManager::advance(std::uint32_t handle) {
    FakeDial& dial = dials_[handle];
    if (dial.over || dial.next >= dial.script.size()) return;
    send_notification(handle, dial.script[dial.next++]);
}

void FakeManager::send_notification(std::uint32_t handle, Step step) {
    FakeDial& dial = dials_[handle];
    const auto client = clients_.find(dial.request.channel);
    if (client == clients_.end()) return;
    dial.status.state = step.state;
    dial.status.dial_error = step.error;
    dial.status.device_type = "PPPoE";
    dial.status.device_name = "eth-ö";
    if (step.state == RASCS_Connected) dial.established = true;
    if ((step.state & RASCS_DONE) != 0 || step.error != 0) dial.over = (step.state & RASCS_PAUSED) == 0;
    sd_bus_message* call = nullptr;
    sd_bus_message_new_method_call(client->second->bus, &call, nullptr, bus::object_path, bus::interface_name,
                                   bus::method::notify);
    bus::append_body(call, bus::Notification{handle, 1, step.state, step.error, 0, 0});
    struct Waiting {
        Waiting(FakeManager* of, std::uint32_t which, std::uint32_t announced)
            : manager(of), handle(which), state(announced) {}
        FakeManager* manager;
        std::uint32_t handle;
        std::uint32_t state;
    };
    auto context = std::make_unique<Waiting>(this, handle, step.state);
    sd_bus_slot* slot = nullptr;
    const int called = sd_bus_call_async(
        client->second->bus, &slot, call,
        [](sd_bus_message* reply, void* user, sd_bus_error*) {
            const Waiting waiting = *static_cast<Waiting*>(user);
            if (sd_bus_message_is_method_error(reply, nullptr) > 0) return 1;
            bus::NotificationReply body;
            bus::read_body(reply, body);
            FakeManager& self = *waiting.manager;
            self.record({Event::Kind::Answered, waiting.handle, waiting.state, body.keep});
            if (!self.dials_.contains(waiting.handle)) return 1;
            FakeDial& answered = self.dials_[waiting.handle];
            answered.outstanding = false;
            if (!body.keep) answered.over = true;
            if (answered.hang_up_deferred)
                self.end(waiting.handle);
            else
                self.advance(waiting.handle);
            return 1;
        },
        context.get(), UINT64_MAX);
    sd_bus_message_unref(call);
    if (called < 0) return;  // the client has closed its end
    context.release();
    sd_bus_slot_set_destroy_callback(slot, [](void* user) { delete static_cast<Waiting*>(user); });
    sd_bus_slot_set_floating(slot, 1);
    sd_bus_slot_unref(slot);
    dial.outstanding = true;
    record({Event::Kind::Notified, handle, step.state});
}

void FakeManager::end(std::uint32_t handle) {
    FakeDial& dial = dials_[handle];
    if (dial.waiter != nullptr) {
        Client::answer(dial.waiter, bus::ErrorReply{ERROR_USER_DISCONNECTION});
        sd_bus_message_unref(std::exchange(dial.waiter, nullptr));
    }
    if (dial.request.channel != 0 && !dial.over)
        send_notification(handle, {dial.status.state, ERROR_USER_DISCONNECTION});
    dials_.erase(handle);
}

void FakeManager::on_closed(std::uint32_t id) {
    for (auto& [handle, dial] : dials_) {
        if (dial.wait_connection == id && dial.waiter != nullptr) {
            sd_bus_message_unref(std::exchange(dial.waiter, nullptr));
            record({Event::Kind::Aborted, handle});
        }
        if (dial.request.channel == id && !dial.established && !dial.over) {
            dial.over = true;
            record({Event::Kind::Aborted, handle, dial.status.state});
        }
    }
    clients_.erase(id);
}

void FakeManager::record(Event event) {
    events_.push_back(event);
    changed_.notify_all();
}

bool FakeManager::wait_for(const std::function<bool(const std::vector<Event>&)>& condition) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 10s, [&] { return condition(events_); });
}

bool FakeManager::wait_for(Event::Kind kind, std::uint32_t state, std::size_t times) {
    return wait_for([&](const std::vector<Event>& events) {
        return static_cast<std::size_t>(std::ranges::count_if(events, [&](const Event& event) {
                   return event.kind == kind && (state == 0 || event.state == state);
               })) >= times;
    });
}

std::vector<Event> FakeManager::events() {
    const std::lock_guard lock(mutex_);
    return events_;
}

std::size_t FakeManager::count(Event::Kind kind) {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(std::ranges::count(events_, kind, &Event::kind));
}

FakeDial FakeManager::dial(std::uint32_t handle) {
    const std::lock_guard lock(mutex_);
    return dials_.at(handle);
}

FakeVault FakeManager::vault(const std::string& entry, bool everyone) {
    const std::lock_guard lock(mutex_);
    const auto found = vaults_.find({entry, everyone});
    return found == vaults_.end() ? FakeVault{} : found->second;
}

std::uint32_t FakeManager::last_handle() {
    const std::lock_guard lock(mutex_);
    return next_handle_ - 1;
}

std::size_t FakeManager::open_connections(bus::ConnectionKind kind) {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(
        std::ranges::count_if(clients_, [&](const auto& entry) { return entry.second->kind == kind; }));
}

void FakeManager::announce(std::uint32_t handle, Step step) {
    post([this, handle, step] {
        if (dials_.contains(handle)) send_notification(handle, step);
    });
}

void FakeManager::release_waits() {
    post([this] {
        for (auto& [handle, dial] : dials_) {
            if (dial.waiter == nullptr) continue;
            dial.status.state = RASCS_Connected;
            Client::answer(dial.waiter, bus::ErrorReply{wait_result});
            sd_bus_message_unref(std::exchange(dial.waiter, nullptr));
        }
    });
}

bool FakeManager::wait_for_subscriber() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 10s, [&] {
        return std::ranges::any_of(clients_, [](const auto& one) { return one.second->subscribed; });
    });
}

void FakeManager::cut_off_subscribers() {
    post([this] {
        for (const auto& [id, client] : clients_)
            if (client->subscribed) client->closed = true;
    });
    std::unique_lock lock(mutex_);
    changed_.wait_for(
        lock, 10s, [&] { return std::ranges::none_of(clients_, [](const auto& one) { return one.second->closed; }); });
}

void FakeManager::publish(const bus::StateChanged& change) {
    post([this, change] {
        for (const auto& [id, client] : clients_) {
            if (!client->subscribed) continue;
            sd_bus_message* signal = nullptr;
            sd_bus_message_new_signal(client->bus, &signal, bus::object_path, bus::interface_name,
                                      bus::signal::state_changed);
            bus::append_body(signal, change);
            sd_bus_send(client->bus, signal, nullptr);
            sd_bus_message_unref(signal);
        }
    });
}

void FakeManager::say_not_pumping(const bus::NotPumping& about) {
    post([this, about] {
        for (const auto& [id, client] : clients_) {
            if (client->kind != bus::ConnectionKind::Process) continue;
            sd_bus_message* signal = nullptr;
            sd_bus_message_new_signal(client->bus, &signal, bus::object_path, bus::interface_name,
                                      bus::signal::not_pumping);
            bus::append_body(signal, about);
            sd_bus_send(client->bus, signal, nullptr);
            sd_bus_message_unref(signal);
        }
    });
}

}  // namespace openras::test
