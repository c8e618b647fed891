// Whatever stands in a virtio header and behind it: frames fit the link, begin with their protocol field and carry the
// lengths that they have.
#include <cstdlib>

#include "dataplane/ingress.h"
#include "dataplane/split.h"

using namespace openras;
using namespace openras::dataplane;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ByteReader reader({data, size});
    const auto virtio = reader.array<kVirtioHeaderSize>();
    const auto mtu = reader.u16();
    if (!virtio || !mtu) return 0;
    ByteVector packet(reader.rest().begin(), reader.rest().end());
    const VirtioHeader header = VirtioHeader::from_bytes(*virtio);

    static FrameList list;
    list.clear();
    if (!split(header, packet, *mtu, list)) {
        if (!list.empty()) std::abort();
        return 0;
    }
    if (list.empty()) std::abort();
    std::size_t bodies = 0;
    for (const Packet& frame : list.frames()) {
        if (frame.size() > *mtu + 2u) std::abort();
        bodies += frame.body.size();
        ByteVector whole(frame.head.begin(), frame.head.end());
        whole.insert(whole.end(), frame.body.begin(), frame.body.end());
        const bool cut = list.size() > 1;
        if (cut && !packet_of_frame(whole, {true, true})) std::abort();
    }
    if (bodies > packet.size()) std::abort();
    return 0;
}
