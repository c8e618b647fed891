// The wire side of one connection: a medium's link with PPP on it, and the machine's end once packets may flow. Turns
// what happens there into events that the dial operation awaits. Lives on one reactor.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>

#include "base/random.h"
#include "dataplane/forwarder.h"
#include "dataplane/router_advertisement.h"
#include "manager/async_queue.h"
#include "media/link.h"
#include "ppp/session.h"

namespace openras::manager {

class Line final : public ppp::SessionOutput, public media::LinkReceiver {
  public:
    Line(const boost::asio::any_io_executor& executor, RandomSource& random);
    ~Line() override;
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    /// Hears of router advertisements while packets flow; set before start().
    void on_router_advertisement(std::function<void(const dataplane::RouterAdvertisement&)> hear) {
        hear_advertisement_ = std::move(hear);
    }

    /// Takes the medium's link and begins PPP (LCP) on it.
    void start(std::unique_ptr<media::Link> link, std::shared_ptr<const ppp::Config> config,
               ppp::Credentials credentials, const ppp::Ipv4Settings& ipv4);
    void start_authentication();
    void retry_authentication(ppp::Credentials credentials);
    void start_network();
    /// Packets flow from here on.
    void open_dataplane(std::unique_ptr<dataplane::Endpoint> endpoint, std::uint16_t mtu, bool ipv4, bool ipv6);
    /// Other packets may pass from here on.
    void change_dataplane(std::uint16_t mtu, bool ipv4, bool ipv6);

    /// What happened next. Cancellable.
    boost::asio::awaitable<ppp::Event> next_event() { return events_.next(); }
    /// What has happened already and has not been read.
    std::optional<ppp::Event> unread_event() { return events_.take(); }
    /// How the link has ended, where that has not been read yet. Nothing comes after it.
    [[nodiscard]] const ppp::event::Down* unread_end() const {
        const ppp::Event* newest = events_.newest();
        return newest == nullptr ? nullptr : std::get_if<ppp::event::Down>(newest);
    }

    /// Ends the link in order, as far as it got: Terminate-Request, then the medium's own end. Bounded by PPP's timers.
    /// Packets stop at once; the endpoint (and its TUN descriptor) is kept until take_endpoint().
    boost::asio::awaitable<void> close(const RasError& error, ppp::EndedBy by, std::string reason);
    std::unique_ptr<dataplane::Endpoint> take_endpoint() { return std::move(endpoint_); }

    [[nodiscard]] bool started() const { return session_ != nullptr; }
    [[nodiscard]] const ppp::LcpResult& lcp() const { return session_->lcp(); }
    /// Whether the peer has it open. One that it closed may come back, and PPP ends the link when none does.
    [[nodiscard]] bool network_up(ppp::Network network) const { return session_->network_up(network); }
    [[nodiscard]] dataplane::Counters counters() const {
        return endpoint_ ? endpoint_->counters() : dataplane::Counters{};
    }
    [[nodiscard]] const media::Link* link() const { return link_.get(); }

  private:
    void transmit(ConstBytes frame) override;
    void event(const ppp::Event& event) override;
    void frames(FrameBatch batch) override;
    void link_down(const RasError& error) override;
    void look_at(ConstBytes frame);
    void arm_timer();

    RandomSource& random_;
    AsyncQueue<ppp::Event> events_;
    boost::asio::steady_timer timer_;
    std::optional<TimePoint> armed_for_;
    std::unique_ptr<media::Link> link_;
    std::unique_ptr<ppp::Session> session_;
    std::unique_ptr<dataplane::Endpoint> endpoint_;
    std::function<void(const dataplane::RouterAdvertisement&)> hear_advertisement_;
    bool down_ = false;
    std::shared_ptr<char> alive_ = std::make_shared<char>();  ///< a queued timer handler must not outlive us
};

}  // namespace openras::manager
