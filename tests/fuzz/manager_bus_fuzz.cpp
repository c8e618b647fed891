// Clients of the manager that say anything in any order, on real bus connections: well-formed calls whose fields come
// from the input, calls of any signature, and plain bytes. Dials move on, fail and end meanwhile. Whatever happens, the
// manager must stay whole, and forget a client's dials with the client.
#include <spdlog/spdlog.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <optional>
#include <string_view>

#include "manager/connection_table.h"

using namespace openras;
using namespace openras::manager;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

/// Dials that go as far as the input says. What the reactor may do, and no more: one announcement at a time, nothing
/// behind the end.
class ScriptedDialler final : public Dialler {
  public:
    void dial(DialPlan plan) override {
        require(!dials.contains(plan.handle));
        dials[plan.handle];
    }
    void resume(Handle handle, ppp::Credentials) override {
        if (const auto dial = dials.find(handle); dial != dials.end()) dial->second.may_go_on = true;
    }
    void hang_up(Handle handle, DialEnd) override {
        if (const auto dial = dials.find(handle); dial != dials.end())
            dial->second.hanging_up = true;
        else
            observer->hung_up(handle);
    }
    void collect_counters(std::function<void(CounterMap)> done) override { done({}); }
    void counters_of(Handle, std::function<void(dataplane::Counters)> done) override { done({}); }

    void step(Handle handle, std::uint8_t how) {
        const auto found = dials.find(handle);
        if (found == dials.end()) return;
        Dial& dial = found->second;
        static constexpr RASCONNSTATE states[] = {RASCS_OpenPort,     RASCS_PortOpened,          RASCS_ConnectDevice,
                                                  RASCS_Authenticate, RASCS_RetryAuthentication, RASCS_Projected,
                                                  RASCS_Connected};
        if (dial.hanging_up || dial.ending) {
            const bool asked = dial.hanging_up;
            dials.erase(found);
            return asked ? observer->hung_up(handle) : observer->ended(handle, {{ERROR_PORT_DISCONNECTED, "", ""}});
        }
        if (how % 8 == 7) {
            dial.ending = true;
            return observer->ending(handle);
        }
        if (!dial.may_go_on) return;
        dial.may_go_on = false;
        observer->announce(handle, states[how % 8], {}, [this, handle] {
            if (const auto still = dials.find(handle); still != dials.end()) still->second.may_go_on = true;
        });
    }

    struct Dial {
        bool may_go_on = true;
        bool hanging_up = false;
        bool ending = false;  ///< being torn down
    };
    std::map<Handle, Dial> dials;
    DialObserver* observer = nullptr;
};

/// A socket to connect to and a system's phone book, for the whole run; neither is in the file system, where the end of
/// a fuzzer would leave them.
struct Place {
    Place() : book(::memfd_create("system.pbk", MFD_CLOEXEC)) {
        spdlog::set_level(spdlog::level::off);
        constexpr std::string_view entry = "[isp]\nType=5\nMEDIA=rastapi\nDevice=eth1\nDEVICE=PPPoE\nPhoneNumber=\n";
        require(::write(book.get(), entry.data(), entry.size()) == static_cast<ssize_t>(entry.size()));
        address.sun_family = AF_UNIX;
        const std::string name = "openras-bus-fuzz-" + std::to_string(::getpid());
        name.copy(address.sun_path + 1, sizeof address.sun_path - 1);  // behind a NUL: an abstract name
        listener = UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        require(::bind(listener.get(), generic(), sizeof address) == 0 && ::listen(listener.get(), 64) == 0);
    }
    const sockaddr* generic() { return reinterpret_cast<const sockaddr*>(&address); }
    [[nodiscard]] std::string book_path() const { return "/proc/self/fd/" + std::to_string(book.get()); }

    UniqueFd book;
    sockaddr_un address{};
    UniqueFd listener;
};

Place& place() {
    static Place only;
    return only;
}

struct Manager {
    Manager() {
        config.system_phonebook = place().book_path();
        config.max_pending_calls = 8;
        config.max_clients_per_user = 6;
        config.max_dials_per_user = 4;
        config.max_pending_calls_per_user = 24;
        table.attach(server, dialler, &store);
        dialler.observer = &table;
    }

    Config config;
    SeededRandom random{1};
    EventLoop loop;
    ScriptedDialler dialler;
    MemoryCredentialStore store;
    CredentialCalls calls{config, &store};
    ConnectionTable table{loop, config, random};
    BusServer server{loop, config, table, calls, UniqueFd(::dup(place().listener.get())), getegid()};
};

/// One connection as a client has it.
class Client {
  public:
    /// @param handles  gets what dials are given
    explicit Client(std::vector<Handle>& handles) : handles_(handles) {
        const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        require(::connect(fd, place().generic(), sizeof(sockaddr_un)) == 0);
        require(sd_bus_new(&bus_) >= 0 && sd_bus_set_fd(bus_, fd, fd) >= 0 && sd_bus_start(bus_) >= 0);
    }
    ~Client() {
        forget_unanswered();
        sd_bus_close_unref(bus_);
    }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Takes in what has arrived. @return whether something had
    bool take() {
        sd_bus_message* message = nullptr;
        const int r = sd_bus_process(bus_, &message);
        if (message == nullptr) return r > 0;
        if (sd_bus_message_is_method_call(message, bus::interface_name, bus::method::notify) > 0)
            unanswered_.push_back(message);
        else
            sd_bus_message_unref(message);
        return true;
    }
    /// Answers the notification that came first.
    void answer(bool keep) {
        if (unanswered_.empty()) return;
        sd_bus_reply_method_return(unanswered_.front(), "b", keep ? 1 : 0);
        sd_bus_message_unref(unanswered_.front());
        unanswered_.erase(unanswered_.begin());
    }
    void forget_unanswered() {
        for (sd_bus_message* message : unanswered_) sd_bus_message_unref(message);
        unanswered_.clear();
    }
    template <bus::Record Request>
    void call(const std::string& member, const Request& request) {
        send(member, [&](sd_bus_message* message) { return bus::append_body(message, request); });
    }
    /// @param append  writes the call's body
    template <typename Append>
    void send(const std::string& member, Append append) {
        sd_bus_message* message = nullptr;
        const int made = sd_bus_message_new_method_call(bus_, &message, nullptr, bus::object_path, bus::interface_name,
                                                        member.c_str());
        if (made >= 0 && append(message) >= 0) {
            const auto on_reply = [](sd_bus_message* reply, void* handles, sd_bus_error*) {
                bus::DialReply body;
                if (bus::read_body(reply, body) >= 0 && body.handle != 0)
                    static_cast<std::vector<Handle>*>(handles)->push_back(body.handle);
                return 1;
            };
            sd_bus_call_async(bus_, nullptr, message, on_reply, &handles_, UINT64_MAX);
        }
        sd_bus_message_unref(message);
    }
    void write_bytes(ConstBytes bytes) {
        sd_bus_flush(bus_);
        (void)::send(sd_bus_get_fd(bus_), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    }

  private:
    sd_bus* bus_ = nullptr;
    std::vector<Handle>& handles_;
    std::vector<sd_bus_message*> unanswered_;
};

class Script {
  public:
    Script(Manager& manager, ConstBytes input) : manager_(manager), in_(input) {}

    void run() {
        while (const auto operation = in_.u8()) {
            step(*operation);
            settle();
        }
        for (auto& [number, client] : clients_) client.forget_unanswered();
        clients_.clear();
        // Whoever is told that its dial has gone has been told the truth; what is left stands still or is connected.
        settle();
        require(manager_.server.clients().empty());
        for (int turn = 0; turn < 2; ++turn) {
            for (const Handle handle : handles_) manager_.dialler.step(handle, 7);
            settle();
        }
    }

  private:
    std::uint8_t byte() { return in_.u8().value_or(0); }
    ConstBytes some(std::size_t most) {
        const std::size_t count = byte() % (most + 1);
        return *in_.bytes(std::min(count, in_.remaining()));
    }
    std::string text() {
        std::string made(as_text(some(24)));
        std::erase(made, '\0');
        return made;
    }
    Handle handle() {
        // The one made last matters most.
        const std::size_t back = byte() % 8;
        return back < handles_.size() ? handles_[handles_.size() - 1 - back] : 0;
    }
    /// A channel's number, or 0.
    std::uint32_t channel() {
        const std::uint8_t which = byte();
        for (const auto& [id, client] : manager_.server.clients())
            if (which != 0 && client->kind == bus::ConnectionKind::Channel) return id;
        return 0;
    }

    template <typename T>
    void fill(T& value) {
        if constexpr (std::is_same_v<T, bool>) {
            value = (byte() & 1) != 0;
        } else if constexpr (std::is_same_v<T, std::uint32_t>) {
            const std::uint8_t kind = byte();
            if (kind < 0x40)
                value = kind;
            else
                value = kind < 0xf0 ? handle() : in_.u32().value_or(0xffffffff);
        } else if constexpr (std::is_same_v<T, std::string>) {
            static const std::string usual[] = {"isp", "", "/book.pbk", "eth1"};
            const std::uint8_t kind = byte();
            value = kind < 4 ? usual[kind] : text();
        } else if constexpr (std::is_same_v<T, Secret>) {
            value = Secret(text());
        } else if constexpr (bus::is_vector<T>::value) {
            value.resize(byte() % 4);
            for (auto& one : value) fill(one);
        } else {
            std::apply([this](auto&... field) { (this->fill(field), ...); }, value.fields());
        }
    }
    template <bus::Record Request>
    void call(Client& client, const char* member) {
        Request request;
        fill(request);
        client.call(member, request);
    }

    /// One that the manager would take.
    void dial(Client& client) {
        static const char* const entries[] = {"isp", "office", "home"};
        bus::DialRequest request;
        const std::uint8_t how = byte();
        request.channel = channel();
        request.system_book = (how & 1) != 0;
        request.phonebook = "/book.pbk";
        request.entry = entries[how % 3];
        if ((how & 4) != 0) request.options = RDEOPT_PausedStates;
        if ((how & 8) != 0) request.user = "alice";
        if ((how & 16) != 0) request.resume = handle();
        if ((how & 32) != 0) request.password = Secret("****************");
        client.call(bus::method::dial, request);
    }
    void start(Client& client) {
        const Handle which = handle();
        client.call(bus::method::start, bus::StartRequest{which, channel()});
    }

    void say_hello(Client& client, bus::ConnectionKind kind) {
        bus::HelloRequest hello;
        hello.kind = static_cast<std::uint32_t>(kind);
        client.call(bus::method::hello, hello);
    }

    void call_of_any_form(Client& client) {
        client.send("M" + std::to_string(byte() % 4), [this](sd_bus_message* message) {
            int r = 0;
            for (unsigned i = byte() % 8; r >= 0 && i > 0; --i) {
                const std::uint8_t kind = byte();
                if (kind % 3 == 0)
                    r = sd_bus_message_append(message, "u", std::uint32_t{kind});
                else if (kind % 3 == 1)
                    r = sd_bus_message_append(message, "s", text().c_str());
                else
                    r = sd_bus_message_append(message, "as", 2, "a", "b");
            }
            return r;
        });
    }

    void step(std::uint8_t operation) {
        if (operation < 4) {  // another connection; three of four say Hello as they should
            if (clients_.size() >= 8) return;
            Client& made = clients_.try_emplace(next_client_++, handles_).first->second;
            if (operation < 3) say_hello(made, static_cast<bus::ConnectionKind>(operation));
            return;
        }
        if (operation < 12) return manager_.dialler.step(handle(), operation);
        if (clients_.empty()) return;
        const auto at = std::next(clients_.begin(), byte() % static_cast<std::ptrdiff_t>(clients_.size()));
        Client& client = at->second;
        switch (operation % 24) {
            case 0: clients_.erase(at); break;
            case 1:
            case 2: client.answer(true); break;
            case 3: client.answer(false); break;
            case 4: call<bus::HelloRequest>(client, bus::method::hello); break;
            case 5: call<bus::DialRequest>(client, bus::method::dial); break;
            case 6: dial(client); break;
            case 7: start(client); break;
            case 8: call<bus::HandleRequest>(client, bus::method::wait); break;
            case 9:
            case 10: call<bus::HangUpRequest>(client, bus::method::hang_up); break;
            case 11: call<bus::HandleRequest>(client, bus::method::get_status); break;
            case 12: call<bus::HandleRequest>(client, bus::method::get_projection); break;
            case 13: call<bus::HandleRequest>(client, bus::method::get_cause); break;
            case 14: call<bus::EnumRequest>(client, bus::method::enum_connections); break;
            case 15: client.call(bus::method::subscribe, bus::Empty{}); break;
            case 16: call<bus::SetCredentialsRequest>(client, bus::method::set_credentials); break;
            case 17: call<bus::CredentialsRequest>(client, bus::method::get_credentials); break;
            case 18: call<bus::MoveCredentialsRequest>(client, bus::method::move_credentials); break;
            case 19: call<bus::SetEapDataRequest>(client, bus::method::set_eap_data); break;
            case 20: call<bus::CredentialsRequest>(client, bus::method::get_eap_data); break;
            case 21: call<bus::LinkRequest>(client, bus::method::get_statistics); break;
            case 22: call_of_any_form(client); break;
            default: client.write_bytes(some(255));
        }
    }

    /// Until neither side has anything left to do.
    void settle() {
        for (bool busy = true; busy;) {
            busy = sd_event_run(manager_.loop.get(), 0) > 0;
            for (auto& [number, client] : clients_) busy |= client.take();
        }
    }

    Manager& manager_;
    ByteReader in_;
    std::vector<Handle> handles_;  ///< all that dials were given
    std::map<unsigned, Client> clients_;
    unsigned next_client_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Manager manager;
    Script(manager, ConstBytes(data, size)).run();
    return 0;
}
