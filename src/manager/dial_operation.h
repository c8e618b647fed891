// One dial, from RASCS_OpenPort to the end of the connection: reading dial() in the source from top to bottom is
// reading the documentation of RasDial's states. A coroutine on the connection's reactor.
#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <expected>
#include <functional>
#include <memory>
#include <vector>

#include "base/random.h"
#include "manager/advertised_names.h"
#include "manager/config.h"
#include "manager/dial_observer.h"
#include "manager/dial_plan.h"
#include "manager/ethernet_ports.h"
#include "manager/line.h"
#include "net/client.h"

namespace openras::manager {

/// What every dial of a reactor works with; outlives them.
struct DialContext {
    boost::asio::any_io_executor executor;
    const Config& config;
    RandomSource& random;
    net::HelperClient& helper;
    EthernetPorts& ports;
    DialObserver& observer;
};

class DialOperation : public std::enable_shared_from_this<DialOperation> {
  public:
    /// @param finished  called when all is torn down and the observer has been told
    DialOperation(DialContext& context, DialPlan plan, std::function<void(Handle)> finished);

    void start();
    /// Ends the dial or the connection, in whatever state it is; then the observer hears hung_up().
    void hang_up(DialEnd end);
    /// The machine's side has failed under it (the helper was restarted); then the observer hears ended().
    void fail(DialEnd end);
    /// The user's input after a pause.
    void resume(ppp::Credentials credentials);

    [[nodiscard]] dataplane::Counters counters() const { return line_.counters(); }
    [[nodiscard]] bool has_lease() const { return lease_ != 0; }

  private:
    using Outcome = std::expected<void, DialEnd>;

    boost::asio::awaitable<void> run();
    boost::asio::awaitable<Outcome> dial();
    boost::asio::awaitable<Outcome> connect_device();
    boost::asio::awaitable<Outcome> authenticate();
    boost::asio::awaitable<Outcome> project();
    boost::asio::awaitable<Outcome> apply_settings();
    boost::asio::awaitable<Outcome> apply_changes();
    boost::asio::awaitable<DialEnd> stay_up();
    boost::asio::awaitable<void> tear_down(const DialEnd& end);

    boost::asio::awaitable<void> announce(RASCONNSTATE state, DialFacts facts);
    boost::asio::awaitable<void> announce(RASCONNSTATE state) { return announce(state, DialFacts()); }
    /// Announces a state of a link on which PPP runs; not where the link has ended, and an end meanwhile is the
    /// outcome.
    boost::asio::awaitable<Outcome> enter(RASCONNSTATE state, DialFacts facts);
    boost::asio::awaitable<Outcome> enter(RASCONNSTATE state) { return enter(state, DialFacts()); }
    [[nodiscard]] Outcome still_up() const;
    template <typename Wanted>
    boost::asio::awaitable<std::expected<Wanted, DialEnd>> await_event();
    /// @return whether it changes the projection
    bool note(const ppp::Event& event);
    bool note_unread();
    void set_mtu();
    Outcome settle_changes();
    void watch_idleness(std::chrono::seconds limit);
    void settle_names();
    boost::asio::awaitable<void> apply_names();
    boost::asio::awaitable<std::expected<ppp::Credentials, DialEnd>> pause_for_credentials();
    [[nodiscard]] std::shared_ptr<const ppp::Config> ppp_config(std::uint16_t mtu) const;
    [[nodiscard]] net::InterfaceSettings interface_settings() const;
    void cancel();

    DialContext& context_;
    DialPlan plan_;
    std::function<void(Handle)> finished_;
    boost::asio::cancellation_signal cancel_;
    Line line_;
    AsyncQueue<ppp::Credentials> resumed_;
    boost::asio::steady_timer idle_timer_;
    AdvertisedNames names_;
    boost::asio::steady_timer names_timer_;
    std::optional<std::string> no_ipv6_;  ///< why the machine has none
    std::shared_ptr<pppoe::EthernetPort> port_;
    std::unique_ptr<media::Link> link_;  ///< between ConnectDevice and Authenticate; then the line's
    std::string interface_name_;
    net::LeaseId lease_ = 0;
    bus::ProjectionReply projection_;
    std::optional<DialEnd> forced_end_;  ///< why hang_up() or fail() cancelled us
    RasError network_failure_;           ///< of the network protocol that failed last
    bool hung_up_ = false;
    RASCONNSTATE state_ = RASCS_OpenPort;  ///< announced last
};

}  // namespace openras::manager
