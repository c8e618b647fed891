// A whole PPP session in both roles: the input is a sequence of frames, time steps and calls of the driver.
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "ppp/packet.h"
#include "ppp/protocol.h"
#include "ppp/session.h"

using namespace openras;
using namespace openras::ppp;

namespace {

struct Driver final : SessionOutput, UserDirectory {
    void transmit(ConstBytes frame) override {
        if (down) std::abort();  // nothing comes out after Down
        const auto packet = parse_packet(frame.subspan(2));
        if (!packet || packet->whole.size() + 2 != frame.size()) std::abort();
        if (packet->code == code::configure_request) request_id = packet->id;
        last_id = packet->id;
        last.assign(frame.begin(), frame.end());
    }
    void event(const Event& event) override {
        if (down) std::abort();
        if (const auto* over = std::get_if<event::Down>(&event)) {
            if (over->error.code == 0) std::abort();
            down = true;
        }
    }
    std::optional<Secret> password_of(const std::string& user) override {
        if (user.size() > 300) std::abort();
        return Secret("secret");
    }
    bool down = false;
    std::uint8_t request_id = 0;
    std::uint8_t last_id = 0;
    ByteVector last;
};

std::shared_ptr<const Config> make_config(std::uint8_t kind) {
    auto config = std::make_shared<Config>();
    config->role = (kind & 1) != 0 ? Role::Server : Role::Client;
    config->allow_compression = config->offer_compression = (kind & 2) != 0;
    if ((kind & 4) != 0) config->ipv6 = false;
    switch (kind >> 4 & 3) {
        case 0: break;
        case 1: config->auth_methods = {AuthMethod::Pap}; break;
        case 2: config->auth_methods = {AuthMethod::ChapMd5}; break;
        default: config->auth_methods.clear(); break;
    }
    return config;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ByteReader reader({data, size});
    const auto kind = reader.u8();
    if (!kind) return 0;
    Driver driver;
    SeededRandom random(1);
    Ipv4Settings ipv4;
    if ((*kind & 1) != 0) ipv4 = {{10, 0, 0, 1}, {10, 0, 0, 2}, {10, 0, 0, 3}, {}};
    Session session(make_config(*kind), {"alice", Secret("secret")}, ipv4, {}, random, driver, &driver);
    TimePoint now{std::chrono::hours(1)};
    static constexpr std::uint16_t protocols[] = {protocol_lcp,  protocol_lcp,    protocol_pap, protocol_chap,
                                                  protocol_ipcp, protocol_ipv6cp, 0x80fd,       protocol_ipv4};
    for (int i = 0; i < 300 && !reader.empty(); ++i) {
        const std::uint8_t step = *reader.u8();
        const std::uint8_t what = reader.u8().value_or(0);
        switch (step >> 4) {
            case 0: session.start_lcp(now); break;
            case 1: session.start_authentication(now); break;
            case 2: session.start_network(now); break;
            case 3: session.retry_authentication({"bob", Secret("x")}, now); break;
            case 4: session.close({631, "", ""}, EndedBy::User, "bye", now); break;
            case 5: session.peer_heard(now); break;
            case 6:  // time, in steps up to 16 s
                now += std::chrono::milliseconds(what * 64);
                session.advance(now);
                break;
            case 7:
                if (const auto next = session.next_deadline()) {
                    now = std::max(now, *next);
                    session.advance(now);
                    const auto after = session.next_deadline();
                    if (after && *after <= now) {  // each turn of the timers leads somewhere
                        for (int turn = 0; turn < 8; ++turn) session.advance(now);
                        const auto stuck = session.next_deadline();
                        if (stuck && *stuck <= now) std::abort();
                    }
                }
                break;
            case 8:  // our own words come back, as an acknowledgement or as they are
                if (driver.last.size() > 3) {
                    if ((what & 1) != 0) driver.last[2] = code::configure_ack;
                    const ByteVector echo = driver.last;
                    session.receive(echo, now);
                }
                break;
            case 9: {  // raw bytes
                const auto body = reader.bytes(std::min<std::size_t>(what, reader.remaining()));
                session.receive(*body, now);
                break;
            }
            default: {  // a packet with a good header: the low bits choose the protocol
                const auto body = reader.bytes(std::min<std::size_t>(what & 0x3f, reader.remaining()));
                if (body->empty()) break;
                const std::uint8_t packet_code = (*body)[0];
                const std::uint8_t id = (step & 8) != 0 ? driver.request_id : driver.last_id;
                session.receive(make_frame(protocols[step & 7], packet_code, id, body->subspan(1)), now);
            }
        }
    }
    return 0;
}
