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
#include "server/session_tun.h"
#include "server/settings.h"
#include "server/users.h"

namespace openras::server {

class Subscriber;

/// Counters since the start. What the interface of a session that lives has sent is not in them yet.
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
    TunSource* tuns;        ///< with --tun
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
    /// What the interface has sent so far, where there is one.
    [[nodiscard]] dataplane::DirectionCounters sent_by_interface() const;
    [[nodiscard]] std::string describe() const;

    void due(TimePoint now) override;

  private:
    /// Our interface identifier on every link: fe80::1.
    static constexpr ppp::InterfaceId own_id{0, 0, 0, 0, 0, 0, 0, 1};

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
    void become_up(TimePoint now);
    void ask_for_interface();
    void take_interface(SessionTun tun, TimePoint now);
    void give_back_interface();
    /// The interface passes what is up, and has its addresses.
    void follow_networks();
    [[nodiscard]] TunPlan plan() const;
    void finish(const RasError& error);
    void end_link();
    void data(FrameBatch batch, TimePoint now);
    void keep_early(FrameBatch batch);
    void answer(ConstBytes frame);
    /// Unasked, to a client that has not asked for it.
    void advertise();
    void send(std::uint16_t protocol, ConstBytes packet);
    [[nodiscard]] Responder responder() const;
    [[nodiscard]] ppp::Ipv4Address client_address() const;

    Shared& shared_;
    std::unique_ptr<media::Link> link_;
    std::unique_ptr<dataplane::Endpoint> endpoint_;  ///< with --tun
    SessionTun tun_;                                 ///< the same; its descriptor is the endpoint's
    std::shared_ptr<void> waiting_for_interface_;    ///< what is asked for is for this
    std::vector<ByteVector> early_;                  ///< data that came before we were up
    std::vector<ppp::Event> events_;
    std::string user_;
    TimePoint waiting_until_ = TimePoint::max();
    TimePoint advertise_at_ = TimePoint::max();
    std::uint32_t number_;
    std::uint32_t address_ = 0;  ///< host order; 0 = none
    std::uint32_t subnet_ = 0;   ///< 0 = none
    std::uint16_t retries_ = 0;
    Step waiting_for_ = Step::Lcp;
    bool silent_ = false;
    bool up_ = false;
    bool over_ = false;
    bool settling_ = false;
    std::array<bool, 2> passed_{};  ///< the network protocols that the interface passes
    ppp::Session session_;
};

}  // namespace openras::server
