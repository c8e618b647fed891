// The messages between the manager and the net helper: small binary packets on a SOCK_SEQPACKET socket, descriptors
// beside them. Encoding and decoding only, without I/O; the decoder trusts nothing. docs/nethelper.md has the layout.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "net/types.h"

namespace openras::net::protocol {

inline constexpr std::uint16_t version = 2;
inline constexpr std::size_t max_message = 16384;          ///< bytes of one packet, either way
inline constexpr std::size_t max_descriptors = 2;          ///< beside one reply
inline constexpr std::size_t max_released_at_once = 2048;  ///< leases in one Release
inline constexpr std::size_t max_addresses = 4;            ///< of each list in Configure
inline constexpr std::size_t max_domain = 253;             ///< bytes of a search domain (RFC 1035 section 2.3.4)
inline constexpr std::size_t max_name = 15;                ///< bytes of an interface name (IFNAMSIZ - 1)
inline constexpr std::size_t max_listed = 512;             ///< names in a reply to ListEthernet
inline constexpr std::size_t max_text = 1024;              ///< bytes of an error's text

struct CreateTun {
    std::string name;  ///< may hold one %d
    bool operator==(const CreateTun&) const = default;
};
struct Configure {
    LeaseId lease = 0;
    InterfaceSettings settings;
    bool operator==(const Configure&) const = default;
};
struct Release {
    std::vector<LeaseId> leases;
    bool operator==(const Release&) const = default;
};
struct ReleaseAll {
    bool operator==(const ReleaseAll&) const = default;
};
struct OpenEthernet {
    std::string interface;
    bool operator==(const OpenEthernet&) const = default;
};
struct ListEthernet {
    bool operator==(const ListEthernet&) const = default;
};

using RequestBody = std::variant<CreateTun, Configure, Release, ReleaseAll, OpenEthernet, ListEthernet>;

/// From the manager to the worker.
struct Request {
    std::uint32_t generation = 0;  ///< the worker that is meant (Hello); another one refuses
    std::uint32_t id = 0;          ///< comes back in the reply
    RequestBody body;
    bool operator==(const Request&) const = default;
};

/// The worker's first message: it has undone what its predecessor left, and takes requests of this generation.
struct Hello {
    std::uint16_t version = protocol::version;
    std::uint32_t generation = 0;
    bool operator==(const Hello&) const = default;
};

/// One descriptor comes along.
struct TunCreated {
    LeaseId lease = 0;
    std::uint32_t if_index = 0;
    bool udp_offload = false;
    std::string name;
    bool operator==(const TunCreated&) const = default;
};
/// Two descriptors come along: discovery, session.
struct EthernetOpened {
    std::uint32_t if_index = 0;
    std::uint32_t mtu = 0;
    std::array<std::uint8_t, 6> mac{};
    bool operator==(const EthernetOpened&) const = default;
};
struct EthernetList {
    std::vector<std::string> names;
    bool operator==(const EthernetList&) const = default;
};
struct Done {
    bool operator==(const Done&) const = default;
};
struct Failed {
    std::uint32_t code = 0;  ///< RasError's
    std::string text;
    bool operator==(const Failed&) const = default;
};

using ReplyBody = std::variant<Done, Failed, TunCreated, EthernetOpened, EthernetList>;

struct Reply {
    std::uint32_t id = 0;
    ReplyBody body;
    bool operator==(const Reply&) const = default;
};

/// What the manager can receive.
using FromHelper = std::variant<Hello, Reply>;

ByteVector encode(const Request& request);
ByteVector encode(const Hello& hello);
ByteVector encode(const Reply& reply);

/// std::nullopt: malformed (too short, too long, trailing bytes, a count or kind outside its limits). Only the form is
/// checked here; whether the values may be used, net/checks.h says.
std::optional<Request> decode_request(ConstBytes message);
std::optional<FromHelper> decode_from_helper(ConstBytes message);

}  // namespace openras::net::protocol
