// Two PPP sessions, client and server, joined by a line in virtual time that can delay, lose, double and reorder
// frames.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "ppp/packet.h"
#include "ppp/protocol.h"
#include "ppp/session.h"

namespace openras::ppp::test {

using namespace std::chrono_literals;

inline const TimePoint epoch{std::chrono::hours(1)};

/// Users with their passwords and, where wanted, a word on them.
class Users final : public UserDirectory {
  public:
    std::map<std::string, std::string> passwords{{"alice", "secret"}, {"LAB\\bob", "pa\xc3\x9fwort"}};
    std::map<std::string, Refusal> refusals;
    int retries = 0;  ///< wrong proofs that may be repeated
    std::optional<Secret> password_of(const std::string& user) override {
        const auto found = passwords.find(user);
        if (found == passwords.end()) return std::nullopt;
        return Secret(found->second);
    }
    std::optional<Refusal> refusal_of(const std::string& user, bool proof_good) override {
        const auto found = refusals.find(user);
        if (found != refusals.end()) return found->second;
        if (proof_good || retries-- <= 0) return std::nullopt;
        return Refusal{ERROR_AUTHENTICATION_FAILURE, true, "once more"};
    }
};

/// A session with its driver: notes events, and begins the next phase at once where it is told to.
struct End final : SessionOutput {
    End(Config settings, Credentials who, Ipv4Settings ipv4, std::uint64_t seed, UserDirectory* users = nullptr)
        : random(seed),
          config(std::make_shared<Config>(std::move(settings))),
          session(config, std::move(who), ipv4, {}, random, *this, users) {}

    void transmit(ConstBytes frame) override { out.emplace_back(frame.begin(), frame.end()); }
    void event(const Event& event) override { events.push_back(event); }

    /// Begins the phases that the events allow.
    void drive(TimePoint now) {
        for (; handled < events.size(); ++handled) {
            if (!automatic) continue;
            const Event event = events[handled];
            if (std::holds_alternative<event::LcpUp>(event)) session.start_authentication(now);
            if (std::holds_alternative<event::Authenticated>(event)) session.start_network(now);
        }
    }
    template <typename T>
    [[nodiscard]] const T* find() const {
        for (auto event = events.rbegin(); event != events.rend(); ++event)
            if (const T* found = std::get_if<T>(&*event)) return found;
        return nullptr;
    }
    template <typename T>
    [[nodiscard]] int count() const {
        int n = 0;
        for (const auto& event : events) n += std::holds_alternative<T>(event) ? 1 : 0;
        return n;
    }
    [[nodiscard]] std::uint32_t down_code() const {
        const auto* down = find<event::Down>();
        return down == nullptr ? 0 : down->error.code;
    }
    /// The packets of `protocol` with `code` that were sent and not yet taken.
    [[nodiscard]] std::vector<ByteVector> sent(std::uint16_t protocol, std::uint8_t code) const {
        std::vector<ByteVector> found;
        for (const auto& frame : out)
            if (frame.size() > 2 && *ByteReader(frame).u16() == protocol && frame[2] == code) found.push_back(frame);
        return found;
    }

    SeededRandom random;
    std::shared_ptr<Config> config;
    std::vector<ByteVector> out;
    std::vector<Event> events;
    std::size_t handled = 0;
    bool automatic = true;
    Session session;
};

inline Config client_config() {
    return {};
}
inline Config server_config(AuthMethod method = AuthMethod::Pap) {
    Config config;
    config.role = Role::Server;
    config.auth_methods = {method};
    return config;
}
inline Ipv4Settings server_addresses() {
    return {{10, 0, 0, 1}, {10, 0, 0, 2}, {10, 0, 0, 53}, {10, 0, 1, 53}};
}

struct Pair {
    explicit Pair(Config client_settings = client_config(), Config server_settings = server_config(),
                  Credentials who = {"alice", Secret("secret")}, Ipv4Settings wanted = {},
                  Ipv4Settings given = server_addresses())
        : client(std::move(client_settings), std::move(who), wanted, 1),
          server(std::move(server_settings), {}, given, 2, &users) {}

    void start() {
        client.session.start_lcp(now);
        server.session.start_lcp(now);
        pump();
    }

    /// Lets `span` of virtual time pass.
    void run(Duration span) {
        const TimePoint end = now + span;
        pump();
        while (true) {
            TimePoint next = end;
            for (End* side : {&client, &server})
                if (const auto deadline = side->session.next_deadline()) next = std::min(next, *deadline);
            if (!flying.empty()) next = std::min(next, flying.begin()->first);
            if (next > end || (next == end && now == end)) break;
            now = std::max(now, next);
            client.session.advance(now);
            server.session.advance(now);
            pump();
            if (now >= end) break;
        }
        now = end;
    }

    /// Moves frames until nothing is due.
    void pump() {
        for (int rounds = 0; rounds < 10000; ++rounds) {
            client.drive(now);
            server.drive(now);
            put_on_line(client, &server);
            put_on_line(server, &client);
            if (flying.empty() || flying.begin()->first > now) return;
            auto due = flying.begin();
            auto [to, frame] = std::move(due->second);
            flying.erase(due);
            to->session.receive(frame, now);
        }
        throw std::runtime_error("the two ends talk without end");
    }

    void put_on_line(End& from, End* to) {
        for (auto& frame : from.out) {
            ++frames;
            const bool cut = (to == &server && client_mute) || (to == &client && server_mute);
            const bool lose = cut || chance(loss);
            if (on_frame) on_frame(from, frame);
            const int copies = lose ? 0 : (chance(duplication) ? 2 : 1);
            for (int i = 0; i < copies; ++i) {
                Duration delay = latency;
                if (chance(reordering)) delay += 5ms;
                flying.emplace(now + delay, std::make_pair(to, frame));
            }
        }
        from.out.clear();
    }
    bool chance(double probability) { return probability > 0 && (dice.u32() & 0xffffff) < probability * 0x1000000; }
    [[nodiscard]] bool up() const {
        return client.session.network_up(Network::Ipv4) && server.session.network_up(Network::Ipv4);
    }

    Users users;
    End client;
    End server;
    TimePoint now = epoch;
    std::multimap<TimePoint, std::pair<End*, ByteVector>> flying;
    SeededRandom dice{7};
    std::function<void(End&, ByteVector&)> on_frame;
    Duration latency = 0ms;
    double loss = 0;
    double duplication = 0;
    double reordering = 0;
    bool client_mute = false;
    bool server_mute = false;
    int frames = 0;
};

}  // namespace openras::ppp::test
