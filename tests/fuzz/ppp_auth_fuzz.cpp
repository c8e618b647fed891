// The decoders of PAP, CHAP and MS-CHAPv2, each on the same bytes.
#include <cstdint>
#include <cstdlib>

#include "ppp/chap.h"
#include "ppp/mschapv2.h"
#include "ppp/packet.h"
#include "ppp/pap.h"

using namespace openras;
using namespace openras::ppp;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ConstBytes bytes(data, size);
    if (const auto packet = parse_packet(bytes)) {
        if (packet->whole.size() > size || packet->data.size() + 4 != packet->whole.size()) std::abort();
    }
    if (const auto request = pap::parse_request(bytes)) {
        const auto again = pap::parse_request(pap::make_request(request->peer_id, request->password.reveal()));
        if (again != request) std::abort();
    }
    if (pap::parse_message(bytes).size() > 1024) std::abort();
    if (const auto value = chap::parse_value(bytes)) {
        if (value->value.size() + value->name.size() + 1 != size) std::abort();
    }
    if (const auto response = mschapv2::parse_response(bytes)) {
        if (mschapv2::parse_response(mschapv2::make_response(*response)) != response) std::abort();
    }
    const auto success = mschapv2::parse_success(bytes);
    if (!success.authenticator_response.empty() && success.authenticator_response.size() != 42) std::abort();
    mschapv2::parse_failure(bytes);
    return 0;
}
