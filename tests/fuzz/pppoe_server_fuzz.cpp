// The server of discovery against clients that say anything: sessions stay within the limits and are counted right.
#include <optional>
#include <set>

#include "media/pppoe/discovery_server.h"
#include "pppoe_script.h"

using namespace openras;
using namespace openras::pppoe;
using fuzz::require;

namespace {

struct Output final : DiscoveryServerOutput {
    void transmit(ConstBytes frame) override {
        const auto packet = decode_discovery(frame);
        require(packet.has_value());
        if (const Tag* tag = packet->find(TagType::AcCookie); tag && packet->code == Code::Pado) cookie = tag->value;
    }
    void opened(const SessionInfo& session) override {
        require(sessions.insert(session.key.packed()).second && sessions.size() <= 5);
        require(session.mtu <= 1500);
        last = session.key;
    }
    void closed(const SessionKey& session, const RasError& error) override {
        require(error.code != 0 && sessions.erase(session.packed()) == 1);
    }
    [[nodiscard]] bool heard(const SessionKey& session) const override {
        require(sessions.contains(session.packed()));
        return session.session_id % 2 == 0;
    }
    std::set<std::uint64_t> sessions;
    ByteVector cookie;
    SessionKey last;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ByteReader input(ConstBytes(data, size));
    const auto settings = input.u8().value_or(0);
    ServerOptions options{.max_sessions = 5, .max_sessions_per_client = 3, .packets_per_second = 100};
    if (settings & 1) options.services = {"isp", "gold"};
    if (settings & 2) options.interface_mtu = 1508;
    SeededRandom random(settings);
    Output output;
    DiscoveryServer server(options, fuzz::own, random, output);
    TimePoint now(std::chrono::seconds(1000));
    static constexpr std::uint8_t uniq[] = {1, 2, 3, 4};
    while (const auto step = fuzz::next_step(input, {uniq, output.cookie, output.last.session_id})) {
        now += std::chrono::milliseconds(step->pause);
        if (step->packet) {
            if (const auto packet = decode_discovery(encode(*step->packet))) server.receive(*packet, now);
        } else if (server.release(output.last)) {
            require(output.sessions.erase(output.last.packed()) == 1);
        }
        require(server.session_count() == output.sessions.size());
    }
    return 0;
}
