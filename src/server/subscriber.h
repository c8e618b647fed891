// One client's session on the server: the link, PPP on it, its addresses, and the faults and delays that a test asked
// for. Everything that many sessions have in common is in Shared.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dataplane/forwarder.h"
#include "media/link.h"
#include "ppp/session.h"
#include "server/deadlines.h"
#include "server/number_pool.h"
#include "server/responder.h"
#include "server/settings.h"
#include "server/users.h"

namespace openras::net {
class Netlink;
}

namespace openras::server {

class Subscriber;

/// Counters since the start.
struct Totals {
    std::uint64_t accepted = 0, up = 0, refused = 0, ended = 0;
    std::uint64_t packets_in = 0, packets_out = 0, bytes_in = 0, bytes_out = 0;
};

/// What all subscribers work with; outlives them.
struct Shared {
    const Settings& settings;
    Faults& faults;  ///< may change while the server runs
    const Users& users;
    RandomSource& random;
    Deadlines& deadlines;
    NumberPool& addresses;  ///< IPv4, host order
    NumberPool& subnets;    ///< the 16 bits between a /48 and a /64
    net::Netlink* netlink;  ///< with --tun
    boost::asio::any_io_executor executor;
    Totals totals;
    /// The subscriber is over and may be destroyed, though not from inside the call.
    std::function<void(Subscriber&)> over;
};

class Subscriber final : media::LinkReceiver, ppp::SessionOutput, ppp::UserDirectory, public Deadlines::Client {
  public:
    /// @param number  names the session in log and control commands
    Subscriber(Shared& shared, std::shared_ptr<const ppp::Config> config, std::unique_ptr<media::Link> link,
               std::uint32_t number);
    ~Subscriber() override;

    void start(TimePoint now);
    /// Terminate-Request with `text`, PADT when the client has answered.
    void terminate(std::string_view text, TimePoint now);
    /// Terminate-Request and PADT at once: the server goes.
    void shut_down(std::string_view text, TimePoint now);
    /// PADT without a word of PPP.
    void drop();
    /// From now on nothing is sent.
    void fall_silent() { silent_ = true; }

    [[nodiscard]] std::uint32_t number() const { return number_; }
    [[nodiscard]] bool is_up() const { return up_; }
    [[nodiscard]] std::string describe() const;

    void due(TimePoint now) override;

  private:
    // LinkReceiver
    void frames(FrameBatch batch) override;
    void link_down(const RasError& error) override;
    // SessionOutput
    void transmit(ConstBytes frame) override;
    void event(const ppp::Event& event) override { events_.push_back(event); }
    // UserDirectory
    std::optional<Secret> password_of(const std::string& user) override { return shared_.users.password_of(user); }
    std::optional<ppp::Refusal> refusal_of(const std::string& user, bool proof_good) override;

    /// Events of the last call, then the timers. After every call into the session.
    void settle(TimePoint now);
    void handle(const ppp::Event& event, TimePoint now);
    void enter(Step step, TimePoint now);
    void begin(Step step, TimePoint now);
    void begin_network(TimePoint now);
    void become_up();
    void finish(const RasError& error);
    void end_link();
    void data(FrameBatch batch, TimePoint now);
    void answer(ConstBytes frame);
    void send(std::uint16_t protocol, ConstBytes packet);
    [[nodiscard]] Responder responder() const;

    Shared& shared_;
    std::unique_ptr<media::Link> link_;
    std::unique_ptr<dataplane::Endpoint> endpoint_;  ///< with --tun
    std::vector<ppp::Event> events_;
    std::string user_;
    std::string interface_;
    TimePoint waiting_until_ = TimePoint::max();
    std::uint32_t number_;
    std::uint32_t address_ = 0;  ///< host order; 0 = none
    std::uint32_t subnet_ = 0;   ///< 0 = none
    std::uint16_t retries_ = 0;
    Step waiting_for_ = Step::Lcp;
    bool silent_ = false;
    bool up_ = false;
    bool over_ = false;
    bool settling_ = false;
    ppp::Session session_;
};

}  // namespace openras::server
