// A batch of any packets, merged and cut again, is the same packets. The input says which packets get right checksums,
// since a fuzzer does not find those.
#include <algorithm>
#include <cstdlib>

#include "dataplane/checksum.h"
#include "dataplane/ingress.h"
#include "dataplane/merge.h"
#include "dataplane/split.h"

using namespace openras;
using namespace openras::dataplane;

namespace {

void repair(Bytes packet) {
    const auto ip = parse_ip(packet);
    if (!ip || ip->fragment) return;
    if (ip->family == Family::Ipv4) {
        const auto header = packet.first<kIpv4HeaderSize>();
        put_u16<10>(header, 0);
        put_u16<10>(header, ChecksumSum().add(packet.first(ip->transport_offset)).checksum());
    }
    const std::size_t offset = ip->protocol == kProtocolTcp ? 16 : ip->protocol == kProtocolUdp ? 6 : 0;
    const Bytes transport = packet.subspan(ip->transport_offset, ip->bytes.size() - ip->transport_offset);
    const auto field = header_at<2>(transport, offset);
    if (offset == 0 || !field) return;
    put_u16<0>(*field, 0);
    put_u16<0>(*field, pseudo_header_sum(ip->family, packet, ip->protocol, transport.size()).add(transport).checksum());
}

// The identification of an unfragmentable packet may change (RFC 6864), zero may be either of its two forms.
ByteVector comparable(ConstBytes bytes) {
    ByteVector packet(bytes.begin(), bytes.end());
    const auto ip = parse_ip(packet);
    if (!ip || ip->family != Family::Ipv4 || !ip->plain) return packet;
    const auto header = std::span(packet).first<kIpv4HeaderSize>();
    if ((u16_at<6>(header) & 0x4000) == 0 || ChecksumSum().add(header).folded() != 0xffff) return packet;
    put_u16<4>(header, 0);
    put_u16<10>(header, 0);
    return packet;
}

class CuttingWriter final : public PacketWriter {
  public:
    Result write(const VirtioHeader& header, ConstBytes head, FrameBatch pieces, std::size_t count) override {
        ByteVector packet(head.begin(), head.end());
        for (const ConstBytes piece : pieces) packet.insert(packet.end(), piece.begin(), piece.end());
        if (header.kind() == VirtioHeader::kGsoNone) {
            if (count != 1) std::abort();
            packets.push_back(comparable(packet));
            return Result::Done;
        }
        if (packet.size() > 65535 + 40) std::abort();
        FrameList list;
        if (!split(header, packet, 65535, list) || list.size() != count) std::abort();
        for (const Packet& frame : list.frames()) {
            ByteVector whole(frame.head.begin(), frame.head.end());
            whole.insert(whole.end(), frame.body.begin(), frame.body.end());
            packets.push_back(comparable(ConstBytes(whole).subspan(2)));
        }
        return Result::Done;
    }
    std::vector<ByteVector> packets;
};

}  // namespace

// Input: repeated { flags, length, packet }; flag 1 = right checksums, flag 2 = the former packet with its sequence
// number, identification and checksums moved on.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ByteReader reader({data, size});
    std::vector<ByteVector> batch;
    while (batch.size() < 1024) {
        const auto flags = reader.u8();
        if (!flags) break;
        ByteVector packet;
        if ((*flags & 2) != 0) {
            if (batch.empty()) break;
            packet = batch.back();
            const auto ip = parse_ip(packet);
            if (!ip) break;
            if (ip->family == Family::Ipv4) {
                const auto header = std::span(packet).first<kIpv4HeaderSize>();
                put_u16<4>(header, static_cast<std::uint16_t>(u16_at<4>(header) + 1));
            }
            if (const auto tcp = header_at<kTcpHeaderSize>(Bytes(packet), ip->transport_offset)) {
                const std::size_t headers = ip->transport_offset + std::size_t{u8_at<12>(*tcp)} / 16 * 4;
                if (ip->protocol == kProtocolTcp && headers < ip->bytes.size())
                    put_u32<4>(*tcp, static_cast<std::uint32_t>(u32_at<4>(*tcp) + ip->bytes.size() - headers));
            }
        } else {
            const auto length = reader.u16();
            if (!length) break;
            const auto bytes = reader.bytes(std::min<std::size_t>(*length, reader.remaining()));
            packet.assign(bytes->begin(), bytes->end());
        }
        if ((*flags & 1) != 0) repair(packet);
        batch.push_back(std::move(packet));
    }

    static Merger merger;
    std::vector<ByteVector> accepted;
    for (const ByteVector& packet : batch) {
        ByteVector frame{0x00, 0x21};
        if (!packet.empty() && packet[0] >> 4 == 6) frame[1] = 0x57;
        frame.insert(frame.end(), packet.begin(), packet.end());
        const auto ip = packet_of_frame(frame, {true, true});
        if (ip) accepted.emplace_back(ip->begin(), ip->end());
    }
    CuttingWriter writer;
    for (const ByteVector& packet : accepted) merger.add(packet);
    merger.flush(writer);

    std::vector<ByteVector> before;
    for (const ByteVector& packet : accepted) before.push_back(comparable(packet));
    std::ranges::sort(before);
    std::ranges::sort(writer.packets);
    if (before != writer.packets) std::abort();
    return 0;
}
