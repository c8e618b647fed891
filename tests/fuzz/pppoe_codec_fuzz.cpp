// Any bytes as a frame: decoding must be safe, and what was decoded must survive a round trip.
#include "media/pppoe/discovery_codec.h"
#include "media/pppoe/session_codec.h"

using namespace openras;
using namespace openras::pppoe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ConstBytes frame(data, size);
    if (const auto packet = decode_discovery(frame)) {
        if (decode_discovery(encode(*packet)) != packet) __builtin_trap();
        error_of(*packet);
        max_payload_of(*packet);
    }
    if (const auto session = decode_session(frame)) {
        SessionHeader header = make_session_header({}, session->key);
        set_length(header, static_cast<std::uint16_t>(session->ppp.size()));
        if (session->ppp.size() < 2 || session->ppp.size() > size - session_header_size) __builtin_trap();
    }
    return 0;
}
