// The client of discovery against a server that says anything at any time: it must end within its time, once.
#include <optional>

#include "media/pppoe/discovery_client.h"
#include "pppoe_script.h"

using namespace openras;
using namespace openras::pppoe;
using fuzz::require;

namespace {

struct Output final : DiscoveryClientOutput {
    void transmit(ConstBytes frame) override {
        require(decode_discovery(frame).has_value());
        require(results == 0);
        ++sent;
    }
    void established(const SessionInfo& session) override {
        require(session.key.session_id != 0 && session.mtu <= 1500);
        ++results;
    }
    void failed(const RasError& error) override {
        require(error.code != 0 && error.peer_text.size() <= 1024);
        ++results;
    }
    unsigned results = 0;
    unsigned sent = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ByteReader input(ConstBytes(data, size));
    const auto settings = input.u8().value_or(0);
    DiscoveryOptions options;
    if (settings & 1) options.service_name = "isp";
    if (settings & 2) options.ac_name = "ac";
    if (settings & 4) options.interface_mtu = 1508;
    if (settings & 8) options.interface_mtu = 3;
    SeededRandom random(settings);
    Output output;
    DiscoveryClient client(options, fuzz::own, random, output);
    TimePoint now(std::chrono::seconds(1000));
    const TimePoint end = now + options.timing.total;
    client.start(now);
    while (const auto step = fuzz::next_step(input, {client.host_uniq(), {}, 17})) {
        const TimePoint then = now + std::chrono::milliseconds(step->pause);
        while (client.next_deadline() && *client.next_deadline() <= then) {
            now = *client.next_deadline();
            client.advance(now);
        }
        now = then;
        // As it would come from a wire: what cannot be encoded cannot arrive.
        if (!step->packet) continue;
        if (const auto packet = decode_discovery(encode(*step->packet))) client.receive(*packet, now);
    }
    while (const auto deadline = client.next_deadline()) {
        require(*deadline <= end);
        client.advance(std::max(now, *deadline));
    }
    require(output.results == 1 && output.sent <= most_discovery_frames);
    return 0;
}
