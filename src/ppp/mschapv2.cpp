#include "ppp/mschapv2.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/secret.h"
#include "base/strings.h"
#include "ppp/weak_crypto.h"

namespace openras::ppp::mschapv2 {

namespace {

// RFC 2759 section 8.7.
constexpr std::string_view magic1 = "Magic server to client signing constant";
constexpr std::string_view magic2 = "Pad to make it do more than one iteration";

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

bool is_hex(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
}

std::optional<Challenge> parse_challenge(std::string_view hex) {
    Challenge out{};
    if (hex.size() != out.size() * 2 || !is_hex(hex)) return std::nullopt;
    for (std::size_t i = 0; i < out.size(); ++i)
        std::from_chars(hex.data() + 2 * i, hex.data() + 2 * i + 2, out[i], 16);
    return out;
}

/// The value of "K=..." up to the next space, where "K=" begins the text or follows a space.
std::optional<std::string_view> field(std::string_view text, std::string_view key) {
    std::size_t at = 0;
    while ((at = text.find(key, at)) != std::string_view::npos) {
        if (at == 0 || text[at - 1] == ' ') {
            const std::string_view value = text.substr(at + key.size());
            return value.substr(0, value.find(' '));
        }
        ++at;
    }
    return std::nullopt;
}

/// The message goes to the end of the text, spaces included. Nothing is looked for behind it.
struct Split {
    std::string_view fields;
    std::optional<std::string_view> message;
};
Split split_message(std::string_view text) {
    if (text.starts_with("M=")) return {{}, text.substr(2)};
    const std::size_t at = text.find(" M=");
    if (at == std::string_view::npos) return {text, std::nullopt};
    return {text.substr(0, at), text.substr(at + 3)};
}

}  // namespace

std::array<std::uint8_t, 8> challenge_hash(const Challenge& peer, const Challenge& authenticator,
                                           std::string_view user) {
    const std::size_t slash = user.rfind('\\');
    if (slash != std::string_view::npos) user.remove_prefix(slash + 1);
    const auto digest = weak::sha1({peer, authenticator, as_bytes(user)});
    std::array<std::uint8_t, 8> out{};
    std::copy_n(digest.begin(), out.size(), out.begin());
    return out;
}

std::optional<std::array<std::uint8_t, 16>> password_hash(std::string_view password) {
    auto unicode = to_utf16(password);
    if (!unicode) return std::nullopt;
    ByteVector little_endian;
    little_endian.reserve(unicode->size() * 2);
    for (const char16_t unit : *unicode) {
        little_endian.push_back(static_cast<std::uint8_t>(unit & 0xff));
        little_endian.push_back(static_cast<std::uint8_t>(unit >> 8));
    }
    const auto hash = weak::md4(little_endian);
    wipe(little_endian.data(), little_endian.size());
    wipe(unicode->data(), unicode->size() * sizeof(char16_t));
    return hash;
}

std::optional<NtResponse> nt_response(const Challenge& authenticator, const Challenge& peer, std::string_view user,
                                      std::string_view password) {
    const auto challenge = challenge_hash(peer, authenticator, user);
    auto hash = password_hash(password);
    if (!hash) return std::nullopt;
    std::array<std::uint8_t, 21> keys{};  // section 8.5: the hash padded with zeros makes three DES keys
    std::ranges::copy(*hash, keys.begin());
    NtResponse out{};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto block =
            weak::des(std::span<const std::uint8_t>(keys).subspan(7 * i).first<7>(), std::span(challenge));
        std::ranges::copy(block, out.begin() + static_cast<std::ptrdiff_t>(8 * i));
    }
    wipe(keys.data(), keys.size());
    wipe(hash->data(), hash->size());
    return out;
}

std::optional<std::string> authenticator_response(std::string_view password, const NtResponse& response,
                                                  const Challenge& peer, const Challenge& authenticator,
                                                  std::string_view user) {
    auto hash = password_hash(password);
    if (!hash) return std::nullopt;
    auto hash_hash = weak::md4(*hash);
    const auto first = weak::sha1({hash_hash, response, as_bytes(magic1)});
    wipe(hash->data(), hash->size());
    wipe(hash_hash.data(), hash_hash.size());
    const auto challenge = challenge_hash(peer, authenticator, user);
    return "S=" + upper(to_hex(weak::sha1({first, challenge, as_bytes(magic2)})));
}

std::optional<Response> parse_response(ConstBytes value) {
    ByteReader reader(value);
    Response out;
    const auto peer = reader.array<16>();
    const bool reserved = reader.skip(8);
    const auto response = reader.array<24>();
    const auto flags = reader.u8();
    if (!peer || !reserved || !response || !flags || !reader.empty()) return std::nullopt;
    out.peer_challenge = *peer;
    out.response = *response;
    return out;
}

ByteVector make_response(const Response& response) {
    ByteVector out;
    ByteWriter(out).bytes(response.peer_challenge).zeros(8).bytes(response.response).u8(0);
    return out;
}

Success parse_success(ConstBytes bytes) {
    const std::string_view text = as_text(bytes);
    Success out;
    constexpr std::size_t size = 42;  // "S=" and 40 digits; whatever follows them is no part of it
    if (text.size() >= size && text.starts_with("S=") && is_hex(text.substr(2, size - 2)))
        out.authenticator_response = upper(std::string(text.substr(0, size)));
    const Split split = split_message(text);
    if (split.message) out.message = printable(as_bytes(*split.message), 250);
    return out;
}

Failure parse_failure(ConstBytes bytes) {
    const std::string_view text = as_text(bytes);
    const Split split = split_message(text);
    Failure out;
    if (const auto error = field(split.fields, "E=")) {
        std::uint32_t number = 0;
        const auto [end, problem] = std::from_chars(error->data(), error->data() + error->size(), number);
        if (problem == std::errc{} && end == error->data() + error->size()) out.error = number;
    }
    out.may_retry = field(split.fields, "R=") == "1";
    if (const auto challenge = field(split.fields, "C=")) out.challenge = parse_challenge(*challenge);
    out.message = printable(as_bytes(split.message.value_or(out.error == 0 ? text : std::string_view{})), 250);
    return out;
}

std::string make_failure(std::uint32_t error, bool may_retry, const Challenge& challenge, std::string_view message) {
    return fmt::format("E={} R={} C={} V=3 M={}", error, may_retry ? 1 : 0, upper(to_hex(challenge)), message);
}

}  // namespace openras::ppp::mschapv2
