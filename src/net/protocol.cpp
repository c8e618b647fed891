// Layout, all integers in network byte order: docs/nethelper.md, "Messages".
#include "net/protocol.h"

#include <algorithm>
#include <utility>

namespace openras::net::protocol {
namespace {

enum class RequestKind : std::uint8_t { CreateTun = 1, Configure, Release, ReleaseAll, OpenEthernet, ListEthernet };
enum class AnswerKind : std::uint8_t { Hello = 64, Done, Failed, TunCreated, EthernetOpened, EthernetList };

enum SettingFlag : std::uint8_t { accept_ra = 1, default4 = 2, default6 = 4, always6 = 8 };

constexpr std::size_t ipv4_size = 4;
constexpr std::size_t ipv6_size = 16;

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};

void put_text(ByteWriter& out, std::string_view text, std::size_t limit) {
    const auto cut = text.substr(0, limit);
    out.u16(static_cast<std::uint16_t>(cut.size())).text(cut);
}

std::optional<std::string> get_text(ByteReader& in, std::size_t limit) {
    const auto size = in.u16();
    if (!size || *size > limit) return std::nullopt;
    const auto bytes = in.bytes(*size);
    if (!bytes) return std::nullopt;
    return std::string(as_text(*bytes));
}

void put_address(ByteWriter& out, const IpAddress& address) {
    const std::size_t size = address.family == Family::Ipv4 ? ipv4_size : ipv6_size;
    out.u8(address.family == Family::Ipv4 ? 4 : 6).bytes(ConstBytes(address.bytes).first(size));
}

std::optional<IpAddress> get_address(ByteReader& in) {
    const auto family = in.u8();
    if (!family || (*family != 4 && *family != 6)) return std::nullopt;
    const auto bytes = in.bytes(*family == 4 ? ipv4_size : ipv6_size);
    if (!bytes) return std::nullopt;
    IpAddress address;
    address.family = *family == 4 ? Family::Ipv4 : Family::Ipv6;
    std::ranges::copy(*bytes, address.bytes.begin());
    return address;
}

void put_addresses(ByteWriter& out, const std::vector<IpAddress>& addresses) {
    const auto count = std::min(addresses.size(), max_addresses);
    out.u8(static_cast<std::uint8_t>(count));
    for (std::size_t i = 0; i < count; ++i) put_address(out, addresses[i]);
}

std::optional<std::vector<IpAddress>> get_addresses(ByteReader& in) {
    const auto count = in.u8();
    if (!count || *count > max_addresses) return std::nullopt;
    std::vector<IpAddress> out;
    for (unsigned i = 0; i < *count; ++i) {
        const auto address = get_address(in);
        if (!address) return std::nullopt;
        out.push_back(*address);
    }
    return out;
}

void put_settings(ByteWriter& out, const InterfaceSettings& settings) {
    std::uint8_t flags = 0;
    if (settings.accept_router_advertisements) flags |= accept_ra;
    if (settings.default_route_ipv4) flags |= default4;
    if (settings.default_route_ipv6) flags |= default6;
    if (settings.ipv6_route_always) flags |= always6;
    const auto count = std::min(settings.addresses.size(), max_addresses);
    out.u32(settings.mtu).u8(flags).u8(static_cast<std::uint8_t>(count));
    for (std::size_t i = 0; i < count; ++i) {
        put_address(out, settings.addresses[i].local);
        put_address(out, settings.addresses[i].peer);
        out.u8(settings.addresses[i].prefix_length);
    }
    put_addresses(out, settings.servers_outside);
    put_addresses(out, settings.dns);
    const auto domains = std::min(settings.search.size(), max_addresses);
    out.u8(static_cast<std::uint8_t>(domains));
    for (std::size_t i = 0; i < domains; ++i) put_text(out, settings.search[i], max_domain);
}

std::optional<InterfaceSettings> get_settings(ByteReader& in) {
    InterfaceSettings settings;
    const auto mtu = in.u32();
    const auto flags = in.u8();
    const auto count = in.u8();
    if (!mtu || !flags || !count || *flags > (accept_ra | default4 | default6 | always6) || *count > max_addresses)
        return std::nullopt;
    settings.mtu = *mtu;
    settings.accept_router_advertisements = (*flags & accept_ra) != 0;
    settings.default_route_ipv4 = (*flags & default4) != 0;
    settings.default_route_ipv6 = (*flags & default6) != 0;
    settings.ipv6_route_always = (*flags & always6) != 0;
    for (unsigned i = 0; i < *count; ++i) {
        const auto local = get_address(in);
        const auto peer = get_address(in);
        const auto prefix = in.u8();
        if (!local || !peer || !prefix) return std::nullopt;
        settings.addresses.push_back({*local, *peer, *prefix});
    }
    auto servers = get_addresses(in);
    auto dns = get_addresses(in);
    if (!servers || !dns) return std::nullopt;
    settings.servers_outside = std::move(*servers);
    settings.dns = std::move(*dns);
    const auto domains = in.u8();
    if (!domains || *domains > max_addresses) return std::nullopt;
    for (unsigned i = 0; i < *domains; ++i) {
        auto domain = get_text(in, max_domain);
        if (!domain) return std::nullopt;
        settings.search.push_back(std::move(*domain));
    }
    return settings;
}

std::optional<Release> get_release(ByteReader& in) {
    const auto count = in.u16();
    if (!count || *count > max_released_at_once) return std::nullopt;
    Release release;
    release.leases.reserve(*count);
    for (unsigned i = 0; i < *count; ++i) {
        const auto lease = in.u32();
        if (!lease) return std::nullopt;
        release.leases.push_back(*lease);
    }
    return release;
}

std::optional<RequestBody> get_request_body(std::uint8_t kind, ByteReader& in) {
    switch (static_cast<RequestKind>(kind)) {
        case RequestKind::CreateTun: {
            auto name = get_text(in, max_name);
            if (!name) return std::nullopt;
            return CreateTun{std::move(*name)};
        }
        case RequestKind::Configure: {
            const auto lease = in.u32();
            auto settings = get_settings(in);
            if (!lease || !settings) return std::nullopt;
            return Configure{*lease, std::move(*settings)};
        }
        case RequestKind::Release: {
            auto release = get_release(in);
            if (!release) return std::nullopt;
            return std::move(*release);
        }
        case RequestKind::ReleaseAll: return ReleaseAll{};
        case RequestKind::OpenEthernet: {
            auto name = get_text(in, max_name);
            if (!name) return std::nullopt;
            return OpenEthernet{std::move(*name)};
        }
        case RequestKind::ListEthernet: return ListEthernet{};
    }
    return std::nullopt;
}

std::optional<ReplyBody> get_reply_body(AnswerKind kind, ByteReader& in) {
    switch (kind) {
        case AnswerKind::Hello: return std::nullopt;
        case AnswerKind::Done: return Done{};
        case AnswerKind::Failed: {
            const auto code = in.u32();
            auto text = get_text(in, max_text);
            if (!code || !text) return std::nullopt;
            return Failed{*code, std::move(*text)};
        }
        case AnswerKind::TunCreated: {
            const auto lease = in.u32();
            const auto index = in.u32();
            const auto udp = in.u8();
            auto name = get_text(in, max_name);
            if (!lease || !index || !udp || !name) return std::nullopt;
            return TunCreated{*lease, *index, *udp != 0, std::move(*name)};
        }
        case AnswerKind::EthernetOpened: {
            const auto index = in.u32();
            const auto mtu = in.u32();
            const auto mac = in.array<6>();
            if (!index || !mtu || !mac) return std::nullopt;
            return EthernetOpened{*index, *mtu, *mac};
        }
        case AnswerKind::EthernetList: {
            const auto count = in.u16();
            if (!count || *count > max_listed) return std::nullopt;
            EthernetList list;
            for (unsigned i = 0; i < *count; ++i) {
                auto name = get_text(in, max_name);
                if (!name) return std::nullopt;
                list.names.push_back(std::move(*name));
            }
            return list;
        }
    }
    return std::nullopt;
}

}  // namespace

ByteVector encode(const Request& request) {
    ByteVector bytes;
    ByteWriter out(bytes);
    const auto head = [&](RequestKind kind) {
        out.u8(static_cast<std::uint8_t>(kind)).u32(request.generation).u32(request.id);
    };
    std::visit(Overloaded{[&](const CreateTun& body) {
                              head(RequestKind::CreateTun);
                              put_text(out, body.name, max_name);
                          },
                          [&](const Configure& body) {
                              head(RequestKind::Configure);
                              out.u32(body.lease);
                              put_settings(out, body.settings);
                          },
                          [&](const Release& body) {
                              head(RequestKind::Release);
                              const auto count = std::min(body.leases.size(), max_released_at_once);
                              out.u16(static_cast<std::uint16_t>(count));
                              for (std::size_t i = 0; i < count; ++i) out.u32(body.leases[i]);
                          },
                          [&](const ReleaseAll&) { head(RequestKind::ReleaseAll); },
                          [&](const OpenEthernet& body) {
                              head(RequestKind::OpenEthernet);
                              put_text(out, body.interface, max_name);
                          },
                          [&](const ListEthernet&) { head(RequestKind::ListEthernet); }},
               request.body);
    return bytes;
}

ByteVector encode(const Hello& hello) {
    ByteVector bytes;
    ByteWriter(bytes).u8(static_cast<std::uint8_t>(AnswerKind::Hello)).u16(hello.version).u32(hello.generation);
    return bytes;
}

ByteVector encode(const Reply& reply) {
    ByteVector bytes;
    ByteWriter out(bytes);
    const auto head = [&](AnswerKind kind) { out.u8(static_cast<std::uint8_t>(kind)).u32(reply.id); };
    std::visit(Overloaded{[&](const Done&) { head(AnswerKind::Done); },
                          [&](const Failed& body) {
                              head(AnswerKind::Failed);
                              out.u32(body.code);
                              put_text(out, body.text, max_text);
                          },
                          [&](const TunCreated& body) {
                              head(AnswerKind::TunCreated);
                              out.u32(body.lease).u32(body.if_index).u8(body.udp_offload ? 1 : 0);
                              put_text(out, body.name, max_name);
                          },
                          [&](const EthernetOpened& body) {
                              head(AnswerKind::EthernetOpened);
                              out.u32(body.if_index).u32(body.mtu).bytes(body.mac);
                          },
                          [&](const EthernetList& body) {
                              head(AnswerKind::EthernetList);
                              const auto count = std::min(body.names.size(), max_listed);
                              out.u16(static_cast<std::uint16_t>(count));
                              for (std::size_t i = 0; i < count; ++i) put_text(out, body.names[i], max_name);
                          }},
               reply.body);
    return bytes;
}

std::optional<Request> decode_request(ConstBytes message) {
    if (message.size() > max_message) return std::nullopt;
    ByteReader in(message);
    const auto kind = in.u8();
    const auto generation = in.u32();
    const auto id = in.u32();
    if (!kind || !generation || !id) return std::nullopt;
    auto body = get_request_body(*kind, in);
    if (!body || !in.empty()) return std::nullopt;
    return Request{*generation, *id, std::move(*body)};
}

std::optional<FromHelper> decode_from_helper(ConstBytes message) {
    if (message.size() > max_message) return std::nullopt;
    ByteReader in(message);
    const auto kind = in.u8();
    if (!kind) return std::nullopt;
    if (*kind == static_cast<std::uint8_t>(AnswerKind::Hello)) {
        const auto spoken = in.u16();
        const auto generation = in.u32();
        if (!spoken || !generation || !in.empty()) return std::nullopt;
        return Hello{*spoken, *generation};
    }
    const auto id = in.u32();
    if (!id) return std::nullopt;
    auto body = get_reply_body(static_cast<AnswerKind>(*kind), in);
    if (!body || !in.empty()) return std::nullopt;
    return Reply{*id, std::move(*body)};
}

}  // namespace openras::net::protocol
