// One strand owns all state; the functions may be awaited on any executor and complete on their caller's.
#include "net/client.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <raserror.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <deque>
#include <unordered_map>
#include <utility>

#include "net/errors.h"
#include "net/protocol.h"
#include "net/seqpacket.h"

namespace openras::net {

namespace asio = boost::asio;

namespace {

constexpr auto hello_patience = std::chrono::seconds(5);
constexpr unsigned messages_a_turn = 64;

/// What came back for one request.
struct Answer {
    protocol::ReplyBody body;
    std::vector<UniqueFd> descriptors;
    LeaseId lease = 0;  ///< CreateTun: the client's own name for the lease
};

using Handler = std::move_only_function<void(Answer)>;

Answer error_answer(std::uint32_t code, std::string text) {
    return {protocol::Failed{code, std::move(text)}, {}, 0};
}

RasError error_of(const Answer& answer) {
    if (const auto* failed = std::get_if<protocol::Failed>(&answer.body)) return {failed->code, failed->text, {}};
    return {ERROR_RASMAN_CANNOT_INITIALIZE, "unexpected answer of the net helper", {}};
}

}  // namespace

struct HelperClient::Impl : std::enable_shared_from_this<HelperClient::Impl> {
    Impl(const asio::any_io_executor& executor, UniqueFd fd, std::function<void()> worker_lost,
         std::function<void()> helper_gone)
        : strand(asio::make_strand(executor)),
          socket(strand, fd.release()),
          hello_timer(strand),
          on_worker_lost(std::move(worker_lost)),
          on_helper_gone(std::move(helper_gone)) {
        socket.non_blocking(true);
    }

    asio::strand<asio::any_io_executor> strand;
    asio::posix::stream_descriptor socket;
    asio::steady_timer hello_timer;
    std::function<void()> on_worker_lost;
    std::function<void()> on_helper_gone;

    bool gone = false;
    std::uint32_t generation = 0;  // 0: no hello yet
    std::uint32_t last_id = 0;
    std::unordered_map<std::uint32_t, Handler> outstanding;
    std::deque<ByteVector> unsent;
    bool waiting_to_write = false;
    std::vector<Handler> waiting_for_hello;

    // Leases of this generation: our name, never used twice, to the worker's.
    std::unordered_map<LeaseId, LeaseId> leases;
    LeaseId last_lease = 0;

    // Hang-ups gather here while one Release is on its way, so a thousand of them are a few requests.
    std::vector<std::pair<LeaseId, Handler>> to_release;
    bool releasing = false;

    void start() { wait_to_read(); }
    void close(bool tell);
    void wait_to_read();
    void read_turn();
    void take(ReceivedPacket& packet);
    void take_hello(const protocol::Hello& hello);
    void fail_all(const char* why);
    void request(protocol::RequestBody body, Handler handler);
    void write_turn();
    void release(LeaseId lease, Handler handler);
    void release_turn();
    void forget_hello_timer() { hello_timer.cancel(); }
    void wait_for_hello(Handler handler);
};

void HelperClient::Impl::close(bool tell) {
    if (std::exchange(gone, true)) return;
    // release() ends the epoll registration, which close() leaves to the last copy of the descriptor, wherever it is.
    UniqueFd(socket.release()).reset();
    unsent.clear();
    fail_all("the net helper is gone");
    for (auto& handler : std::exchange(waiting_for_hello, {}))
        handler(error_answer(ERROR_RASMAN_CANNOT_INITIALIZE, "the net helper is gone"));
    hello_timer.cancel();
    if (tell && on_helper_gone) on_helper_gone();
    on_helper_gone = nullptr;
    on_worker_lost = nullptr;
}

void HelperClient::Impl::wait_to_read() {
    socket.async_wait(asio::posix::descriptor_base::wait_read,
                      [self = shared_from_this()](const boost::system::error_code& error) {
                          if (!error && !self->gone) self->read_turn();
                      });
}

void HelperClient::Impl::read_turn() {
    ReceivedPacket packet;
    for (unsigned i = 0; i < messages_a_turn && !gone; ++i) {
        switch (receive_packet(socket.native_handle(), packet, true)) {
            case ReceiveStatus::Received:
            case ReceiveStatus::Bad: take(packet); break;  // Bad: this process has too many open files
            case ReceiveStatus::WouldBlock: i = messages_a_turn; break;
            case ReceiveStatus::EndOfFile:
            case ReceiveStatus::Failed: close(true); break;
        }
    }
    if (!gone) wait_to_read();
}

void HelperClient::Impl::take(ReceivedPacket& packet) {
    auto message = protocol::decode_from_helper(packet.bytes);
    if (!message) return;
    if (const auto* hello = std::get_if<protocol::Hello>(&*message)) {
        take_hello(*hello);
        return;
    }
    auto& reply = std::get<protocol::Reply>(*message);
    auto found = outstanding.extract(reply.id);
    if (found.empty()) return;
    const auto* created = std::get_if<protocol::TunCreated>(&reply.body);
    const std::size_t expected = created != nullptr                                             ? 1
                                 : std::holds_alternative<protocol::EthernetOpened>(reply.body) ? 2
                                                                                                : 0;
    if (packet.descriptors.size() != expected) {
        if (created != nullptr) request(protocol::Release{{created->lease}}, [](const Answer&) {});
        reply.body = protocol::Failed{ERROR_OUT_OF_BUFFERS, "the descriptors were lost: too many open files"};
    }
    found.mapped()(Answer{std::move(reply.body), std::move(packet.descriptors), 0});
}

void HelperClient::Impl::take_hello(const protocol::Hello& hello) {
    if (hello.version != protocol::version) {
        close(true);
        return;
    }
    const auto before = std::exchange(generation, hello.generation);
    if (before == 0) {
        hello_timer.cancel();
        for (auto& handler : std::exchange(waiting_for_hello, {})) handler(Answer{protocol::Done{}, {}, 0});
        return;
    }
    if (before == hello.generation) return;
    leases.clear();
    fail_all("the net helper's worker was lost");
    if (on_worker_lost) on_worker_lost();
}

/// Releases are no failures: what they were to undo is undone.
void HelperClient::Impl::fail_all(const char* why) {
    unsent.clear();
    for (auto& [id, handler] : std::exchange(outstanding, {}))
        handler(error_answer(ERROR_RASMAN_CANNOT_INITIALIZE, why));
    for (auto& [lease, handler] : std::exchange(to_release, {})) handler(Answer{protocol::Done{}, {}, 0});
}

void HelperClient::Impl::request(protocol::RequestBody body, Handler handler) {
    if (gone || generation == 0) {
        handler(error_answer(ERROR_RASMAN_CANNOT_INITIALIZE,
                             gone ? "the net helper is gone" : "the net helper has not started yet"));
        return;
    }
    const auto id = ++last_id;
    outstanding.emplace(id, std::move(handler));
    unsent.push_back(protocol::encode(protocol::Request{generation, id, std::move(body)}));
    if (!waiting_to_write) write_turn();
}

void HelperClient::Impl::write_turn() {
    while (!unsent.empty() && !gone) {
        const int error = send_packet(socket.native_handle(), unsent.front());
        if (error == EAGAIN) {
            waiting_to_write = true;
            socket.async_wait(asio::posix::descriptor_base::wait_write,
                              [self = shared_from_this()](const boost::system::error_code& failed) {
                                  self->waiting_to_write = false;
                                  if (!failed && !self->gone) self->write_turn();
                              });
            return;
        }
        if (error != 0) {
            close(true);
            return;
        }
        unsent.pop_front();
    }
}

void HelperClient::Impl::release(LeaseId lease, Handler handler) {
    if (gone || !leases.contains(lease)) {
        handler(Answer{protocol::Done{}, {}, 0});
        return;
    }
    to_release.emplace_back(lease, std::move(handler));
    if (releasing) return;
    releasing = true;
    // In a later turn, so that what hangs up in this one goes along.
    asio::post(strand, [self = shared_from_this()] { self->release_turn(); });
}

void HelperClient::Impl::release_turn() {
    protocol::Release body;
    std::vector<Handler> handlers;
    while (!to_release.empty() && body.leases.size() < protocol::max_released_at_once) {
        auto [lease, handler] = std::move(to_release.back());
        to_release.pop_back();
        if (const auto found = leases.extract(lease); !found.empty()) body.leases.push_back(found.mapped());
        handlers.push_back(std::move(handler));
    }
    if (handlers.empty()) {
        releasing = false;
        return;
    }
    request(std::move(body), [self = shared_from_this(), handlers = std::move(handlers)](const Answer&) mutable {
        for (auto& handler : handlers) handler(Answer{protocol::Done{}, {}, 0});
        asio::post(self->strand, [self] { self->release_turn(); });
    });
}

void HelperClient::Impl::wait_for_hello(Handler handler) {
    if (gone || generation != 0) {
        handler(gone ? error_answer(ERROR_RASMAN_CANNOT_INITIALIZE, "the net helper is gone")
                     : Answer{protocol::Done{}, {}, 0});
        return;
    }
    waiting_for_hello.push_back(std::move(handler));
    hello_timer.expires_after(hello_patience);
    hello_timer.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
        if (error || self->generation != 0) return;
        for (auto& waiting : std::exchange(self->waiting_for_hello, {}))
            waiting(error_answer(ERROR_RASMAN_CANNOT_INITIALIZE, "the net helper did not start"));
    });
}

namespace {

using Begin = std::move_only_function<void(Handler)>;

/// Runs `begin(handler)` on the strand; the handler's answer is awaited on the caller's executor.
/// Callers hand over a named object: GCC 12 copies the captures of a closure that is a temporary of a co_await
/// expression without their constructors.
template <typename Strand>
asio::awaitable<Answer> ask(Strand strand, Begin begin) {
    return asio::async_initiate<const asio::use_awaitable_t<>, void(Answer)>(
        [](auto completion, const Strand& on, Begin run) {
            auto executor = asio::get_associated_executor(completion, on);
            auto work = asio::make_work_guard(executor);
            Handler handler = [completion = std::move(completion), work = std::move(work),
                               executor](Answer answer) mutable {
                asio::post(executor, [completion = std::move(completion), answer = std::move(answer)]() mutable {
                    std::move(completion)(std::move(answer));
                });
            };
            asio::dispatch(on,
                           [run = std::move(run), handler = std::move(handler)]() mutable { run(std::move(handler)); });
        },
        asio::use_awaitable, std::move(strand), std::move(begin));
}

}  // namespace

HelperClient::HelperClient(const asio::any_io_executor& executor, UniqueFd fd, std::function<void()> on_worker_lost,
                           std::function<void()> on_helper_gone)
    : impl_(std::make_shared<Impl>(executor, std::move(fd), std::move(on_worker_lost), std::move(on_helper_gone))) {
    asio::dispatch(impl_->strand, [impl = impl_] { impl->start(); });
}

HelperClient::~HelperClient() {
    asio::dispatch(impl_->strand, [impl = impl_] { impl->close(false); });
}

asio::awaitable<Expected<void>> HelperClient::ready() {
    auto impl = impl_;
    Begin begin = [impl](Handler handler) { impl->wait_for_hello(std::move(handler)); };
    const auto answer = co_await ask(impl->strand, std::move(begin));
    if (!std::holds_alternative<protocol::Done>(answer.body)) co_return std::unexpected(error_of(answer));
    co_return Expected<void>{};
}

asio::awaitable<Expected<TunDevice>> HelperClient::create_tun(std::string name) {
    auto impl = impl_;
    Begin begin = [impl, name = std::move(name)](Handler handler) mutable {
        impl->request(protocol::CreateTun{std::move(name)}, [impl, handler = std::move(handler)](Answer got) mutable {
            if (const auto* created = std::get_if<protocol::TunCreated>(&got.body)) {
                got.lease = ++impl->last_lease;
                impl->leases.emplace(got.lease, created->lease);
            }
            handler(std::move(got));
        });
    };
    auto answer = co_await ask(impl->strand, std::move(begin));
    auto* created = std::get_if<protocol::TunCreated>(&answer.body);
    if (created == nullptr || answer.descriptors.size() != 1) co_return std::unexpected(error_of(answer));
    TunDevice device;
    device.lease = answer.lease;
    device.fd = std::move(answer.descriptors.front());
    device.name = std::move(created->name);
    device.if_index = static_cast<int>(created->if_index);
    device.udp_offload = created->udp_offload;
    co_return device;
}

asio::awaitable<Expected<void>> HelperClient::configure(LeaseId lease, InterfaceSettings settings) {
    if (settings.addresses.size() > protocol::max_addresses || settings.dns.size() > protocol::max_addresses ||
        settings.servers_outside.size() > protocol::max_addresses || settings.search.size() > protocol::max_addresses)
        co_return failure(win32_invalid_parameter, "too many addresses");
    auto impl = impl_;
    Begin begin = [impl, lease, settings = std::move(settings)](Handler handler) mutable {
        const auto found = impl->leases.find(lease);
        if (found == impl->leases.end())
            handler(error_answer(ERROR_RASMAN_CANNOT_INITIALIZE, "the interface was lost with the net helper"));
        else
            impl->request(protocol::Configure{found->second, std::move(settings)}, std::move(handler));
    };
    const auto answer = co_await ask(impl->strand, std::move(begin));
    if (!std::holds_alternative<protocol::Done>(answer.body)) co_return std::unexpected(error_of(answer));
    co_return Expected<void>{};
}

asio::awaitable<void> HelperClient::release(LeaseId lease) {
    auto impl = impl_;
    Begin begin = [impl, lease](Handler handler) { impl->release(lease, std::move(handler)); };
    co_await ask(impl->strand, std::move(begin));
}

asio::awaitable<Expected<EthernetSockets>> HelperClient::open_ethernet(std::string interface) {
    auto impl = impl_;
    if (interface.size() > protocol::max_name)
        co_return failure(ERROR_DEVICE_DOES_NOT_EXIST, fmt::format("{}: no such interface", interface));
    Begin begin = [impl, interface = std::move(interface)](Handler handler) mutable {
        impl->request(protocol::OpenEthernet{std::move(interface)}, std::move(handler));
    };
    auto answer = co_await ask(impl->strand, std::move(begin));
    const auto* opened = std::get_if<protocol::EthernetOpened>(&answer.body);
    if (opened == nullptr || answer.descriptors.size() != 2) co_return std::unexpected(error_of(answer));
    EthernetSockets sockets;
    sockets.discovery = std::move(answer.descriptors[0]);
    sockets.session = std::move(answer.descriptors[1]);
    sockets.mac = opened->mac;
    sockets.mtu = opened->mtu;
    sockets.if_index = static_cast<int>(opened->if_index);
    co_return sockets;
}

asio::awaitable<Expected<std::vector<std::string>>> HelperClient::ethernet_interfaces() {
    auto impl = impl_;
    Begin begin = [impl](Handler handler) { impl->request(protocol::ListEthernet{}, std::move(handler)); };
    auto answer = co_await ask(impl->strand, std::move(begin));
    auto* list = std::get_if<protocol::EthernetList>(&answer.body);
    if (list == nullptr) co_return std::unexpected(error_of(answer));
    co_return std::move(list->names);
}

}  // namespace openras::net
