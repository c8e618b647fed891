#include "media/pppoe/dial.h"

#include <fmt/format.h>
#include <raserror.h>

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>

#include "media/pppoe/port_core.h"
#include "media/pppoe/pppoe_link.h"

namespace openras::pppoe {

namespace asio = boost::asio;

namespace {

using Result = Expected<std::unique_ptr<media::Link>>;

DiscoveryOptions discovery_options(const PortCore& port, DialOptions&& options) {
    DiscoveryOptions out;
    out.service_name = std::move(options.service_name);
    out.ac_name = std::move(options.ac_name);
    out.interface_mtu = static_cast<std::uint16_t>(std::min<std::uint32_t>(port.mtu(), 0xffff));
    out.max_payload = options.max_payload;
    out.timing = options.timing;
    return out;
}

/// One dial in progress, as the port sees it. Its destructor leaves neither an entry in the port nor a session at the
/// server behind, however the coroutine ended.
class Dialing final : DiscoverySink, DiscoveryClientOutput {
  public:
    Dialing(std::shared_ptr<PortCore> port, DialOptions&& options, RandomSource& random)
        : port_(std::move(port)),
          timer_(port_->executor()),
          refused_(options.refused),
          client_(discovery_options(*port_, std::move(options)), port_->mac(), random, *this) {
        port_->add_dial(client_.host_uniq(), *this);
    }
    ~Dialing() override { port_->remove_dial(client_.host_uniq(), client_.requested_server()); }
    Dialing(const Dialing&) = delete;
    Dialing& operator=(const Dialing&) = delete;

    void start() { client_.start(Clock::now()); }
    void advance() { client_.advance(Clock::now()); }
    asio::steady_timer& timer_until_deadline() {
        timer_.expires_at(client_.next_deadline().value_or(Clock::now()));
        return timer_;
    }
    std::optional<Result>& result() { return result_; }

  private:
    void discovery(const DiscoveryPacket& packet, TimePoint now) override {
        if (result_) return;
        client_.receive(packet, now);
        timer_.cancel();  // there is a result or another deadline
    }
    void port_down(const RasError& error) override {
        if (!result_) result_ = failure(ERROR_PORT_NOT_AVAILABLE, error.text);
        timer_.cancel();
    }
    void transmit(ConstBytes frame) override { port_->send_discovery(frame); }
    void established(const SessionInfo& session) override {
        // Here and not when the coroutine runs again: the server's first frames may be next in the queue.
        result_ = std::make_unique<PppoeLink>(port_, session, PppoeLink::Side::Client);
    }
    void failed(const RasError& error) override {
        result_ = std::unexpected(error);
        if (refused_ != nullptr) *refused_ = client_.refused();
    }

    std::shared_ptr<PortCore> port_;
    asio::steady_timer timer_;
    bool* refused_;
    std::optional<Result> result_;
    DiscoveryClient client_;
};

}  // namespace

asio::awaitable<Result> dial(EthernetPort& port, DialOptions options, RandomSource& random) {
    if (!port.alive()) co_return failure(ERROR_PORT_NOT_AVAILABLE, fmt::format("{} has been removed", port.name()));
    Dialing dialing(port.core(), std::move(options), random);
    dialing.start();
    while (!dialing.result()) {
        boost::system::error_code ignored;
        co_await dialing.timer_until_deadline().async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none)
            co_return failure(ERROR_USER_DISCONNECTION, "the dial was cancelled");
        if (!dialing.result()) dialing.advance();
    }
    co_return std::move(*dialing.result());
}

}  // namespace openras::pppoe
