#include "phonebook/values.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <net/if.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/strings.h"

namespace openras::phonebook {
namespace {

ConstBytes as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Two hexadecimal digits a byte.
bool from_hex(std::string_view digits, std::uint8_t* into) {
    for (std::size_t i = 0; i < digits.size() / 2; ++i) {
        const char* pair = digits.data() + 2 * i;
        const auto [stop, error] = std::from_chars(pair, pair + 2, into[i], 16);
        if (error != std::errc() || stop != pair + 2) return false;
    }
    return true;
}

/// As programs write a GUID: 01234567-89AB-CDEF-0123-456789ABCDEF, in braces or not. Its first three groups are
/// numbers, little-endian in memory.
std::optional<std::array<std::uint8_t, 16>> guid_of_text(std::string_view text) {
    if (text.starts_with('{') && text.ends_with('}')) text = text.substr(1, text.size() - 2);
    constexpr std::string_view form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (text.size() != form.size()) return std::nullopt;
    std::string digits;
    for (std::size_t i = 0; i < form.size(); ++i) {
        if ((form[i] == '-') != (text[i] == '-')) return std::nullopt;
        if (form[i] != '-') digits += text[i];
    }
    std::array<std::uint8_t, 16> guid{};
    if (!from_hex(digits, guid.data())) return std::nullopt;
    std::reverse(guid.begin(), guid.begin() + 4);
    std::reverse(guid.begin() + 4, guid.begin() + 6);
    std::reverse(guid.begin() + 6, guid.begin() + 8);
    return guid;
}

}  // namespace

const Document::Line* ValueReader::find(std::string_view key) const {
    const auto index = find_key(document_, lines_, key);
    return index == document_.lines().size() ? nullptr : &document_.lines()[index];
}

void ValueReader::wrong(const Document::Line& line, std::string_view what) {
    if (error_) return;
    const auto index = static_cast<std::size_t>(&line - document_.lines().data());
    const auto key = printable(as_bytes(document_.text(line.key)));
    const auto value = printable(as_bytes(document_.text(line.value).substr(0, 80)));
    error_ = document_.error_at(index, fmt::format("{}: '{}' {}", key, value, what)).error();
}

void ValueReader::number(std::string_view key, std::uint32_t& into, std::uint32_t smallest, std::uint32_t largest) {
    const auto* line = find(key);
    if (!line || line->value.length == 0) return;
    const auto digits = document_.text(line->value);
    std::int64_t value = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    // Some files hold the 32 bits as a signed number: -1 is 0xFFFFFFFF.
    if (error == std::errc() && largest == any_number && value < 0 &&
        value >= std::numeric_limits<std::int32_t>::min()) {
        value += std::int64_t{1} << 32;
    }
    if (error != std::errc() || stop != digits.data() + digits.size()) return wrong(*line, "is no number");
    if (value < smallest || value > largest) {
        return wrong(*line, fmt::format("is not in {} to {}", smallest, largest));
    }
    into = static_cast<std::uint32_t>(value);
}

void ValueReader::number(std::string_view key, std::optional<std::uint32_t>& into, std::uint32_t smallest,
                         std::uint32_t largest) {
    const auto* line = find(key);
    if (!line || line->value.length == 0) return;
    std::uint32_t value = 0;
    number(key, value, smallest, largest);
    into = value;
}

void ValueReader::flag(std::string_view key, bool& into) {
    std::uint32_t value = into;
    number(key, value);
    into = value != 0;
}

void ValueReader::text(std::string_view key, std::string& into) {
    if (const auto index = find_key(document_, lines_, key); index != document_.lines().size()) into = text_of(index);
}

void ValueReader::device_name(std::string_view key, std::string& into) {
    const auto* line = find(key);
    if (line != nullptr && !to_text(document_.text(line->value), encoding_)) {
        ValueReader as_ansi(document_, lines_, Encoding::Ansi);
        as_ansi.text(key, into);
        if (as_ansi.error() && !error_) error_ = as_ansi.error();
    } else {
        text(key, into);
    }
}

std::vector<std::string> ValueReader::texts(std::string_view key) {
    std::vector<std::string> all;
    auto rest = lines_;
    for (;;) {
        const auto index = find_key(document_, rest, key);
        if (index == document_.lines().size()) return all;
        all.push_back(text_of(index));
        rest.begin = index + 1;
    }
}

std::string ValueReader::text_of(std::size_t index) {
    const auto& line = document_.lines()[index];
    const auto bytes = document_.text(line.value);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && byte != '\t') || byte == 0x7F) {
            wrong(line, "holds a control character");
            return {};
        }
    }
    auto text = to_text(bytes, encoding_);
    if (!text) wrong(line, "is not UTF-8, which Encoding=1 promises");
    return text.value_or("");
}

template <std::size_t size>
bool ValueReader::binary_address(const Document::Line& line, std::array<std::uint8_t, size>& into) {
    const std::string text(document_.text(line.value));
    const bool good = text.find('\0') == std::string::npos &&
                      inet_pton(size == 4 ? AF_INET : AF_INET6, text.c_str(), into.data()) == 1;
    if (!good) wrong(line, size == 4 ? "is no IPv4 address" : "is no IPv6 address");
    return good;
}

void ValueReader::address(std::string_view key, std::array<std::uint8_t, 4>& into) {
    if (const auto* line = find(key); line && line->value.length > 0) binary_address(*line, into);
}

void ValueReader::address(std::string_view key, std::array<std::uint8_t, 16>& into) {
    if (const auto* line = find(key); line && line->value.length > 0) binary_address(*line, into);
}

void ValueReader::address(std::string_view key, int family, std::string& into) {
    const auto* line = find(key);
    if (!line || line->value.length == 0) return;
    std::array<std::uint8_t, 4> ipv4{};
    std::array<std::uint8_t, 16> ipv6{};
    if (family == AF_INET ? !binary_address(*line, ipv4) : !binary_address(*line, ipv6)) return;
    const bool none = ipv4 == decltype(ipv4){} && ipv6 == decltype(ipv6){};
    into = none ? "" : document_.text(line->value);
}

void ValueReader::guid(std::string_view key, std::array<std::uint8_t, 16>& into) {
    const auto* line = find(key);
    if (!line || line->value.length == 0) return;
    // It names the entry and nothing else, so that one which cannot be understood is as none.
    const auto digits = document_.text(line->value);
    if (digits.size() == 2 * into.size() && from_hex(digits, into.data())) return;
    into = guid_of_text(digits).value_or(std::array<std::uint8_t, 16>{});
}

void ValueReader::bytes(std::string_view key, std::vector<std::uint8_t>& into) {
    for (const auto& digits : texts(key)) {
        if (digits == "0") continue;  // people's word for none
        const auto before = into.size();
        into.resize(before + digits.size() / 2);
        if (digits.size() % 2 != 0 || !from_hex(digits, into.data() + before)) {
            return wrong(*find(key), "is no row of bytes in hexadecimal digits");
        }
    }
}

void ValueReader::interface_name(std::string_view key, std::string& into) {
    const auto* line = find(key);
    if (!line) return;
    const auto name = document_.text(line->value);
    bool good = name.size() < IFNAMSIZ && name != "." && name != "..";
    for (const char c : name) {
        good = good && c > ' ' && c < 0x7F && c != '/' && c != ':';
    }
    const auto percent = name.find('%');
    if (percent != std::string_view::npos) {  // as the kernel has it: at most one, and that as %d
        good = good && name.substr(percent, 2) == "%d" && name.find('%', percent + 1) == std::string_view::npos;
    }
    if (!good) return wrong(*line, "is no name of a network interface");
    into = name;
}

}  // namespace openras::phonebook
