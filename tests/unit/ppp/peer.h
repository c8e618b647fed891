// One session against a peer that a test plays by hand, frame by frame.
#pragma once

#include "pair.h"

namespace openras::ppp::test {

struct ByHand {
    explicit ByHand(Config config, Users* users = nullptr, Ipv4Settings ipv4 = {})
        : end(std::move(config), {"alice", Secret("secret")}, ipv4, 3, users) {}

    void start() {
        end.session.start_lcp(now);
        take();
    }
    void give(std::uint16_t protocol, std::uint8_t code, std::uint8_t id, const ByteVector& data = {}) {
        end.session.receive(make_frame(protocol, code, id, data), now);
        end.drive(now);
    }
    /// What was sent since the last call.
    std::vector<ByteVector> take() {
        end.drive(now);
        return std::exchange(end.out, {});
    }
    /// The newest packet of `protocol` with `code` since the last take(); empty data where there is none.
    ControlPacket last(std::uint16_t protocol, std::uint8_t code) {
        const auto found = end.sent(protocol, code);
        if (found.empty()) return {};
        kept = found.back();
        return *parse_packet(ConstBytes(kept).subspan(2));
    }
    bool has_sent(std::uint16_t protocol, std::uint8_t code) const { return !end.sent(protocol, code).empty(); }
    /// Acknowledges our newest Configure-Request of `protocol`.
    void acknowledge(std::uint16_t protocol) {
        const auto request = last(protocol, code::configure_request);
        const ByteVector data(request.data.begin(), request.data.end());
        give(protocol, code::configure_ack, request.id, data);
    }
    /// Opens LCP: the peer asks for `options`, we are acknowledged.
    void open_lcp(const ByteVector& options = {}) {
        end.session.start_lcp(now);
        acknowledge(protocol_lcp);
        give(protocol_lcp, code::configure_request, 1, options);
    }
    void pass(Duration span) {
        const TimePoint until = now + span;
        for (int i = 0; i < 1000; ++i) {
            const auto next = end.session.next_deadline();
            if (!next || *next > until) break;
            now = std::max(now, *next);
            end.session.advance(now);
            end.drive(now);
        }
        now = until;
    }

    End end;
    TimePoint now = epoch;
    ByteVector kept;
};

/// Data as a test writes it.
inline ByteVector bytes(std::initializer_list<int> values) {
    ByteVector out;
    for (const int value : values) out.push_back(static_cast<std::uint8_t>(value));
    return out;
}
inline ByteVector bytes(ConstBytes view) {
    return {view.begin(), view.end()};
}
inline ByteVector bytes(const std::string& text) {
    return {text.begin(), text.end()};
}

}  // namespace openras::ppp::test
