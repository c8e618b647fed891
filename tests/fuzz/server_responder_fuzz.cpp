// Packets as a subscriber can send them to a server that has no network behind it: whatever they hold, an answer is a
// whole packet of the same protocol with good checksums, and no longer than what it answers (or an advertisement).
#include <cstdint>
#include <cstdlib>

#include "dataplane/checksum.h"
#include "server/responder.h"

using namespace openras;
using namespace openras::server;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void check4(ConstBytes packet, const ByteVector& reply) {
    const ConstBytes bytes(reply);
    require(reply.size() >= 28 && reply.size() <= packet.size() && reply[0] == 0x45 && reply[20] == 0);
    require(reply.size() == (std::size_t{reply[2]} << 8 | reply[3]));
    require(dataplane::ChecksumSum().add(bytes.first(20)).folded() == 0xffff);
    require(dataplane::ChecksumSum().add(bytes.subspan(20)).folded() == 0xffff);
}

void check6(ConstBytes packet, const ByteVector& reply) {
    const ConstBytes bytes(reply);
    require(reply.size() >= 48 && reply[0] >> 4 == 6 && (reply[40] == 129 || reply[40] == 134));
    require(reply.size() - 40 == (std::size_t{reply[4]} << 8 | reply[5]));
    if (reply[40] == 129) require(reply.size() <= packet.size());
    const auto sum = dataplane::ChecksumSum()
                         .add(bytes.subspan(8, 32))
                         .add_u32(static_cast<std::uint32_t>(reply.size() - 40))
                         .add_u32(58)
                         .add(bytes.subspan(40))
                         .folded();
    require(sum == 0xffff);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ConstBytes packet(data, size);
    Responder responder;
    responder.local4 = {10, 0, 0, 1};
    responder.link_local6 = link_local({0, 0, 0, 0, 0, 0, 0, 1});
    for (const bool with_prefix : {false, true}) {
        if (with_prefix) responder.prefix6 = std::array<std::uint8_t, 8>{0xfd, 0, 0, 1, 0, 2, 0, 7};
        if (const auto reply = responder.answer4(packet)) check4(packet, *reply);
        if (const auto reply = responder.answer6(packet)) {
            check6(packet, *reply);
            require((*reply)[40] == 129 || with_prefix);
        }
    }
    static_cast<void>(is_router_solicitation(packet));
    return 0;
}
