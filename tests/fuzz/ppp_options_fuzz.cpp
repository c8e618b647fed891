// The option lists of LCP, IPCP and IPv6CP in every state: the input is a sequence of packets of one control protocol.
#include <cstdint>
#include <cstdlib>

#include "ppp/ipcp.h"
#include "ppp/ipv6cp.h"
#include "ppp/lcp.h"

using namespace openras;
using namespace openras::ppp;

namespace {

struct Observer final : LayerObserver, SessionOutput {
    void layer_up(ControlProtocol&, TimePoint) override {}
    void layer_down(ControlProtocol&, TimePoint) override {}
    void layer_finished(ControlProtocol&, Finish, std::string_view, TimePoint) override {}
    void protocol_rejected(std::uint16_t, TimePoint) override {}
    void echo_unsupported() override {}
    void loop_detected(TimePoint) override {}
    void transmit(ConstBytes frame) override {
        // What we send must itself be well-formed and not be longer than it may be.
        const auto packet = parse_packet(frame.subspan(2));
        if (!packet || packet->whole.size() + 2 != frame.size()) std::abort();
        last_id = packet->id;
        if (packet->code == code::configure_request) request_id = packet->id;
    }
    void event(const Event&) override {}
    std::uint8_t last_id = 0;
    std::uint8_t request_id = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ByteReader reader({data, size});
    const auto kind = reader.u8();
    if (!kind) return 0;
    auto config = std::make_shared<Config>();
    config->role = (*kind & 4) != 0 ? Role::Server : Role::Client;
    config->allow_compression = config->offer_compression = (*kind & 8) != 0;
    SeededRandom random(1);
    Observer observer;
    Context context{config, random, observer};
    Lcp lcp(context, observer);
    Ipcp ipcp(context, observer);
    Ipv6cp ipv6cp(context, observer);
    ipcp.set({{10, 0, 0, 1}, {10, 0, 0, 2}, {10, 0, 0, 3}, {}});
    ControlProtocol* all[] = {&lcp, &ipcp, &ipv6cp};
    ControlProtocol& protocol = *all[*kind % 3];
    TimePoint now{std::chrono::hours(1)};
    protocol.open(now);
    protocol.up(now);
    for (int i = 0; i < 200 && !reader.empty(); ++i) {
        const auto length = *reader.u8();
        const auto body = reader.bytes(std::min<std::size_t>(length, reader.remaining()));
        if (body->empty()) {
            now += std::chrono::milliseconds(300);
            protocol.advance(now);
            continue;
        }
        // A code, then data; answers carry the identifier of our request, else nothing would get past the check.
        const std::uint8_t code = (*body)[0];
        const bool answer = code >= code::configure_ack && code <= code::configure_reject;
        const auto frame = make_frame(0, code, answer ? observer.request_id : 1, body->subspan(1));
        protocol.receive(ConstBytes(frame).subspan(2), now);
    }
    protocol.receive({data, size}, now);  // and once without a good header
    static_cast<void>(lcp.result());
    static_cast<void>(ipcp.result());
    static_cast<void>(ipv6cp.result());
    return 0;
}
