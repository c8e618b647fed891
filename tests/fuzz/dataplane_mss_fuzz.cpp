// Options that end nowhere, headers that lie about their length: nothing outside the TCP header changes, a right
// checksum stays right, and a second pass finds nothing to do.
#include <cstdlib>

#include "dataplane/checksum.h"
#include "dataplane/ip_packet.h"
#include "dataplane/mss_clamp.h"

using namespace openras;
using namespace openras::dataplane;

namespace {
std::uint16_t tcp_sum(const IpPacket& ip) {
    const ConstBytes tcp = ip.bytes.subspan(ip.transport_offset);
    return pseudo_header_sum(ip.family, ip.bytes, kProtocolTcp, tcp.size()).add(tcp).folded();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ByteReader reader({data, size});
    const auto mtu = reader.u16();
    if (!mtu) return 0;
    const ByteVector before(reader.rest().begin(), reader.rest().end());
    ByteVector packet = before;
    const bool expected = mss_too_high(packet, *mtu);
    if (clamp_mss(packet, *mtu) != expected || (packet != before) != expected) std::abort();
    if (!expected) return 0;
    if (mss_too_high(packet, *mtu) || clamp_mss(packet, *mtu)) std::abort();
    const auto ip = parse_ip(packet);
    const auto old = parse_ip(before);
    if (!ip || !old || packet.size() != before.size()) std::abort();
    // Ones' complement has two zeros; the sum over a whole segment is the same in either.
    const auto normal = [](std::uint16_t sum) { return sum == 0xffff ? std::uint16_t{0} : sum; };
    if (normal(tcp_sum(*ip)) != normal(tcp_sum(*old))) std::abort();
    for (std::size_t i = 0; i < ip->transport_offset; ++i)
        if (packet[i] != before[i]) std::abort();
    return 0;
}
