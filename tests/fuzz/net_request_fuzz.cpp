// Bytes as a taken-over manager could send them to the privileged worker: what is decoded must survive being encoded
// again, and every check must hold whatever the values are. The same bytes are also taken as the helper's answer.
#include <cstdint>
#include <cstdlib>

#include "net/checks.h"
#include "net/protocol.h"

using namespace openras;
using namespace openras::net;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

struct CheckBody {
    void operator()(const protocol::CreateTun& body) const {
        if (check_new_name(body.name)) require(body.name.find('/') == std::string::npos && body.name != "..");
    }
    void operator()(const protocol::Configure& body) const {
        if (!check(body.settings)) return;
        require(body.settings.mtu >= 68 && body.settings.mtu <= 65535);
        for (const auto& address : body.settings.addresses) require(!is_unspecified(address.local));
        for (const auto& server : body.settings.dns) require(!to_string(server).empty());
    }
    void operator()(const protocol::Release& body) const {
        require(body.leases.size() <= protocol::max_released_at_once);
    }
    void operator()(const protocol::ReleaseAll&) const {}
    void operator()(const protocol::OpenEthernet& body) const {
        if (check_interface_name(body.interface)) require(body.interface.find('/') == std::string::npos);
    }
    void operator()(const protocol::ListEthernet&) const {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ConstBytes bytes(data, size);
    if (const auto request = protocol::decode_request(bytes)) {
        require(protocol::decode_request(protocol::encode(*request)) == request);
        std::visit(CheckBody{}, request->body);
    }
    if (const auto message = protocol::decode_from_helper(bytes)) {
        if (const auto* reply = std::get_if<protocol::Reply>(&*message))
            require(std::get<protocol::Reply>(*protocol::decode_from_helper(protocol::encode(*reply))) == *reply);
    }
    return 0;
}
