// A journal as a killed worker can leave it, and a resolver's file as anybody can have written it.
#include <cstdint>
#include <cstdlib>

#include "net/journal.h"
#include "net/resolv_conf.h"

using namespace openras;
using namespace openras::net;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ConstBytes bytes(data, size);
    const auto records = decode_records(bytes);
    ByteVector again;
    Undo undo;
    for (const auto& one : records) {
        const auto encoded = encode(one);
        again.insert(again.end(), encoded.begin(), encoded.end());
        undo.apply(one);
    }
    if (decode_records(again) != records || undo.dns_written.size() > 2) std::abort();
    const auto text = render_resolv_conf(as_text(bytes), {IpAddress{Family::Ipv4, {10, 0, 0, 1}}});
    if (text.find("\nnameserver 10.0.0.1\n") == std::string::npos) std::abort();
    // Rendering what was rendered with another server finds and replaces this one.
    const auto other = render_resolv_conf(text, {IpAddress{Family::Ipv4, {10, 0, 0, 2}}}, {"example.net"});
    if (other.find("\nnameserver 10.0.0.1") != std::string::npos) std::abort();
    if (!other.ends_with('\n') || other.find("\nsearch ") == std::string::npos) std::abort();
    return 0;
}
