// What a router advertisement says of name servers (RFC 4861 section 4.2, RFC 8106 section 5). The kernel takes the
// addresses out of the same packet by itself; this is the part that it leaves to others. The packet comes from the
// peer: everything is checked, and what is kept of it is bounded.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace openras::dataplane {

struct RouterAdvertisement {
    static constexpr std::uint32_t kForever = 0xffffffff;  ///< a lifetime
    static constexpr std::size_t kMostServers = 8;         ///< what follows is ignored; as for domains
    static constexpr std::size_t kMostDomains = 8;

    struct Server {
        std::array<std::uint8_t, 16> address{};
        std::uint32_t lifetime = 0;  ///< s; 0: is one no longer
        bool operator==(const Server&) const = default;
    };
    struct Domain {
        std::string name;  ///< as it came, without the last dot; of letters, digits, '-', '_' and '.' alone
        std::uint32_t lifetime = 0;
        bool operator==(const Domain&) const = default;
    };
    std::vector<Server> servers;  ///< RDNSS, in the router's order
    std::vector<Domain> domains;  ///< DNSSL
    bool operator==(const RouterAdvertisement&) const = default;
};

/// Whether a PPP data frame (two-byte protocol field first) is worth parsing: a look at two bytes for all others.
[[nodiscard]] bool looks_like_router_advertisement(ConstBytes frame);

/// std::nullopt: not an advertisement, or one that RFC 4861 section 6.1.2 tells a host to ignore. Options that RFC 8106
/// calls invalid are left out, and so are names with other characters than host names have.
[[nodiscard]] std::optional<RouterAdvertisement> parse_router_advertisement(ConstBytes packet);

}  // namespace openras::dataplane
