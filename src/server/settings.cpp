#include "server/settings.h"

#include <arpa/inet.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <limits>

namespace openras::server {

namespace {

constexpr std::uint32_t invalid_parameter = ERROR_INVALID_PARAMETER;

std::optional<Step> step_of(std::string_view name) {
    if (name == "discovery" || name == "padi") return Step::Discovery;
    if (name == "lcp") return Step::Lcp;
    if (name == "auth") return Step::Auth;
    if (name == "ncp") return Step::Ncp;
    if (name == "up") return Step::Up;
    return std::nullopt;
}

template <typename Number>
std::optional<Number> number_of(std::string_view text) {
    Number value{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// "[STEP:]TIME"; without a step, every one but Up.
Expected<void> set_delay(Settings& settings, std::string_view words) {
    const std::size_t colon = words.find(':');
    const auto time = parse_duration(colon == std::string_view::npos ? words : words.substr(colon + 1));
    if (!time) return std::unexpected(time.error());
    if (colon == std::string_view::npos) {
        for (const Step step : {Step::Discovery, Step::Lcp, Step::Auth, Step::Ncp})
            settings.delay[static_cast<std::size_t>(step)] = *time;
        return {};
    }
    const auto step = step_of(words.substr(0, colon));
    if (!step) return failure(invalid_parameter, "no such step: " + std::string(words));
    settings.delay[static_cast<std::size_t>(*step)] = *time;
    return {};
}

constexpr std::size_t most_advertised = 4;

/// What the wire can carry (RFC 1035 section 2.3.4).
bool is_domain(std::string_view text) {
    constexpr std::size_t longest = 253, longest_label = 63;
    if (text.empty() || text.size() > longest) return false;
    for (;;) {
        const auto dot = text.find('.');
        const auto size = std::min(dot, text.size());
        if (size == 0 || size > longest_label) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

/// Turns a parser of ours into a CLI11 callback.
template <typename Parse>
std::function<void(const std::string&)> checked(Parse parse) {
    return [parse](const std::string& text) {
        const auto result = parse(text);
        if (!result) throw CLI::ValidationError(result.error().text);
    };
}

template <typename T, typename Parse>
std::function<void(const std::string&)> into(T& target, Parse parse) {
    return checked([&target, parse](const std::string& text) -> Expected<void> {
        auto value = parse(text);
        if (!value) return std::unexpected(value.error());
        target = std::move(*value);
        return {};
    });
}

}  // namespace

Expected<void> set_fault(Faults& faults, std::string_view words) {
    const std::size_t colon = words.find(':');
    const std::string_view name = words.substr(0, colon);
    const std::string_view rest = colon == std::string_view::npos ? std::string_view{} : words.substr(colon + 1);
    const auto unknown = failure(invalid_parameter, "no such fault: " + std::string(words));
    if (name == "none") {
        faults = {};
    } else if (name == "no-pado") {
        faults.no_pado = true;
    } else if (name == "no-pads") {
        faults.no_pads = true;
    } else if (name == "no-ra") {
        faults.no_ra = true;
    } else if (name == "silence" || name == "drop") {
        const auto step = step_of(rest);
        if (!step) return unknown;
        if (*step == Step::Discovery)
            faults.no_pado = true;
        else
            (name == "silence" ? faults.silence : faults.drop) = step;
    } else if (name == "service-name-error" || name == "ac-system-error" || name == "generic-error") {
        faults.error_tag = name == "service-name-error" ? 0x0201 : name == "ac-system-error" ? 0x0202 : 0x0203;
        if (!rest.empty()) faults.error_text = rest;
    } else if (name == "refuse") {
        const std::size_t second = rest.find(':');
        const auto code = number_of<std::uint32_t>(rest.substr(0, second));
        if (!code || *code == 0) return unknown;
        faults.refusal = ppp::Refusal{
            *code, false, second == std::string_view::npos ? std::string() : std::string(rest.substr(second + 1))};
    } else {
        return unknown;
    }
    return {};
}

Expected<Duration> parse_duration(std::string_view text) {
    const std::size_t end = text.find_first_not_of("0123456789");
    const auto count = number_of<std::uint32_t>(text.substr(0, end));
    const std::string_view unit = end == std::string_view::npos ? "ms" : text.substr(end);
    if (count && unit == "us") return std::chrono::microseconds(*count);
    if (count && unit == "ms") return std::chrono::milliseconds(*count);
    if (count && unit == "s") return std::chrono::seconds(*count);
    return failure(invalid_parameter, "not a time (100ms, 2s): " + std::string(text));
}

Expected<ppp::Ipv4Address> parse_ipv4(std::string_view text) {
    ppp::Ipv4Address address{};
    if (::inet_pton(AF_INET, std::string(text).c_str(), address.data()) != 1)
        return failure(invalid_parameter, "not an IPv4 address: " + std::string(text));
    return address;
}

Expected<std::array<std::uint8_t, 16>> parse_ipv6(std::string_view text) {
    std::array<std::uint8_t, 16> address{};
    if (::inet_pton(AF_INET6, std::string(text).c_str(), address.data()) != 1)
        return failure(invalid_parameter, "not an IPv6 address: " + std::string(text));
    return address;
}

Expected<Ipv4Pool> parse_pool(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto address = parse_ipv4(text.substr(0, slash));
    const auto length = slash == std::string_view::npos ? std::nullopt : number_of<unsigned>(text.substr(slash + 1));
    if (!address || !length || *length < 8 || *length > 32)
        return failure(invalid_parameter, "not a pool (10.64.0.0/16): " + std::string(text));
    const std::uint32_t mask = *length == 32 ? 0xffffffffU : ~(0xffffffffU >> *length);
    return Ipv4Pool{*ByteReader(*address).u32() & mask, *length};
}

Expected<std::array<std::uint8_t, 6>> parse_ipv6_prefix(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto length = slash == std::string_view::npos ? std::nullopt : number_of<unsigned>(text.substr(slash + 1));
    std::array<std::uint8_t, 16> address{};
    if (!length || *length > 48 ||
        ::inet_pton(AF_INET6, std::string(text.substr(0, slash)).c_str(), address.data()) != 1)
        return failure(invalid_parameter, "not an IPv6 prefix (fd00:1:2::/48): " + std::string(text));
    return *ByteReader(address).array<6>();
}

Expected<std::vector<ppp::AuthMethod>> parse_auth(std::string_view text) {
    std::vector<ppp::AuthMethod> methods;
    if (text == "none") return methods;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        const std::string_view name = text.substr(0, comma);
        if (name == "pap")
            methods.push_back(ppp::AuthMethod::Pap);
        else if (name == "chap-md5" || name == "chap")
            methods.push_back(ppp::AuthMethod::ChapMd5);
        else if (name == "mschapv2" || name == "ms-chapv2")
            methods.push_back(ppp::AuthMethod::MsChapV2);
        else
            return failure(invalid_parameter, "no such authentication: " + std::string(name));
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    }
    return methods;
}

std::expected<Settings, int> parse_command_line(int argc, char** argv) {
    Settings settings;
    CLI::App app("The answering side of the Remote Access Service: a PPPoE access concentrator in user space.");
    app.add_option("--interface", settings.interfaces, "Ethernet interface to serve (repeatable)")->required();
    app.add_option("--ac-name", settings.ac_name, "Name of the access concentrator")->capture_default_str();
    app.add_option("--service", settings.services, "Service name to offer (repeatable; default: any)");
    app.add_option("--user", settings.users, "User as NAME:PASSWORD (repeatable)");
    app.add_option("--users", settings.users_file, "File of users, a line NAME:PASSWORD each");
    app.add_option_function<std::string>("--pool", into(settings.pool, parse_pool), "Addresses for clients")
        ->default_str("10.64.0.0/16");
    app.add_option_function<std::string>("--local", into(settings.local, parse_ipv4), "Our own address")
        ->default_str("10.64.0.1");
    app.add_option_function<std::vector<std::string>>(
        "--dns",
        [&](const std::vector<std::string>& texts) {
            for (const auto& text : texts) {
                auto address = parse_ipv4(text);
                if (!address) throw CLI::ValidationError(address.error().text);
                settings.dns.push_back(*address);
            }
        },
        "Name server for clients (at most two)");
    app.add_option_function<std::string>("--ipv6-prefix", into(settings.ipv6_prefix, parse_ipv6_prefix),
                                         "IPv6 by router advertisement: a /64 of this /48 for each session");
    app.add_option_function<std::vector<std::string>>(
        "--rdnss",
        [&](const std::vector<std::string>& texts) {
            for (const auto& text : texts) {
                auto address = parse_ipv6(text);
                if (!address) throw CLI::ValidationError(address.error().text);
                settings.dns6.push_back(*address);
            }
        },
        "Name server in router advertisements (at most four)");
    app.add_option("--dnssl", settings.search, "Search domain in router advertisements (at most four)");
    app.add_option_function<std::string>("--ra-lifetime", into(settings.prefix_lifetime, parse_duration),
                                         "For how long prefix, name servers and domains are valid")
        ->default_str("86400s");
    app.add_option_function<std::string>("--auth", into(settings.auth, parse_auth),
                                         "Authentication, best first: mschapv2,chap-md5,pap or none");
    app.add_option("--refusal-message", settings.refusal_message, "Text for a user who is refused");
    app.add_option("--retries", settings.retries, "Wrong passwords that may be repeated on the same link");
    app.add_option("--max-payload", settings.max_payload, "Most PPP payload granted by RFC 4638")
        ->capture_default_str();
    app.add_option_function<std::string>("--echo", into(settings.echo_interval, parse_duration),
                                         "LCP echo on an idle link after this time (0 = none)")
        ->default_str("10s");
    app.add_option_function<std::string>("--reopen", into(settings.reopen_timeout, parse_duration),
                                         "A link stays as long after its client has closed the last network protocol")
        ->default_str("60s");
    app.add_option("--max-sessions", settings.max_sessions, "Sessions on one interface")->capture_default_str();
    app.add_option("--max-per-mac", settings.max_per_mac, "Sessions of one MAC address")->capture_default_str();
    app.add_option("--max-discovery-rate", settings.packets_per_second, "PADI and PADR answered in a second")
        ->capture_default_str();
    app.add_flag("--tun", settings.tun, "Forward packets through a TUN interface for each session");
    app.add_option("--tun-name", settings.tun_name, "Names of these interfaces")->capture_default_str();
    app.add_option_function<std::vector<std::string>>(
        "--fault",
        [&](const std::vector<std::string>& texts) {
            for (const auto& text : texts)
                if (const auto result = set_fault(settings.faults, text); !result)
                    throw CLI::ValidationError(result.error().text);
        },
        "Misbehave (repeatable): silence:STEP, drop:STEP, no-pado, no-pads, no-ra, service-name-error[:TEXT], "
        "ac-system-error[:TEXT], generic-error[:TEXT], refuse:CODE[:TEXT]; STEP is discovery, lcp, auth, ncp or up");
    app.add_option_function<std::vector<std::string>>(
        "--delay",
        [&](const std::vector<std::string>& texts) {
            for (const auto& text : texts)
                if (const auto result = set_delay(settings, text); !result)
                    throw CLI::ValidationError(result.error().text);
        },
        "Wait before each step, or before one: [STEP:]TIME (repeatable)");
    app.add_option("--control", settings.control, "UNIX socket for commands (list, terminate, drop, silence, stats)");
    app.add_option("--run-as", settings.run_as, "User to become once the sockets are open");
    app.add_option("--log-level", settings.log_level, "trace, debug, info, warn, err, off")->capture_default_str();
    try {
        app.parse(argc, argv);
        if (settings.dns.size() > 2) throw CLI::ValidationError("--dns: two at most");
        if (settings.dns6.size() > most_advertised || settings.search.size() > most_advertised)
            throw CLI::ValidationError("--rdnss, --dnssl: four at most");
        for (const auto& domain : settings.search)
            if (!is_domain(domain)) throw CLI::ValidationError("--dnssl: not a domain: " + domain);
    } catch (const CLI::ParseError& error) {
        const int status = app.exit(error);
        return std::unexpected(status == 0 ? 0 : 2);
    }
    return settings;
}

}  // namespace openras::server
