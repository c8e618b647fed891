// Router advertisements: what is kept is bounded, and a name holds nothing that means something in a resolver's file.
// The input is a packet; and once more the options of one whose head and checksum are right.
#include <algorithm>
#include <array>
#include <cstdlib>

#include "dataplane/checksum.h"
#include "dataplane/router_advertisement.h"

using namespace openras;
using namespace openras::dataplane;

namespace {

constexpr std::array<std::uint8_t, 16> router{0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
constexpr std::size_t longest_name = 253;

bool is_harmless(const std::string& name) {
    return !name.empty() && name.size() <= longest_name && name.front() != '.' && name.back() != '.' &&
           name.find("..") == std::string::npos && std::ranges::all_of(name, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                      c == '_' || c == '.';
           });
}

void check(const std::optional<RouterAdvertisement>& told) {
    if (!told) return;
    if (told->servers.size() > RouterAdvertisement::kMostServers) std::abort();
    if (told->domains.size() > RouterAdvertisement::kMostDomains) std::abort();
    for (const auto& domain : told->domains)
        if (!is_harmless(domain.name)) std::abort();
}

ByteVector with_head(ConstBytes options) {
    ByteVector message;
    ByteWriter(message).u8(134).u8(0).u16(0).u8(64).u8(0).u16(1800).u32(0).u32(0).bytes(options);
    ChecksumSum sum;
    sum.add(router).add(router).add_u32(static_cast<std::uint32_t>(message.size())).add_u32(58);
    ByteWriter(message).patch_u16(2, sum.add(message).checksum());
    ByteVector packet;
    ByteWriter(packet).u32(0x60000000).u16(static_cast<std::uint16_t>(message.size())).u8(58).u8(255);
    ByteWriter(packet).bytes(router).bytes(router).bytes(message);
    return packet;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ConstBytes input(data, size);
    (void)looks_like_router_advertisement(input);
    check(parse_router_advertisement(input));
    constexpr std::size_t most = 65000;
    check(parse_router_advertisement(with_head(input.first(std::min(size, most)))));
    return 0;
}
