// The two faces of the API: functions with suffix A take UTF-8, those with suffix W UTF-16. Inside the library text is
// UTF-8; each exported function is written once, over one of these traits.
#pragma once

#include <ras.h>
#include <rasdlg.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "base/strings.h"

namespace openras::api {

struct Ansi {
    using Char = char;
    using AutodialEntry = RASAUTODIALENTRYA;
    using Conn = RASCONNA;
    using ConnStatus = RASCONNSTATUSA;
    using Credentials = RASCREDENTIALSA;
    using DevInfo = RASDEVINFOA;
    using DialParams = RASDIALPARAMSA;
    using EapUserIdentity = RASEAPUSERIDENTITYA;
    using Entry = RASENTRYA;
    using EntryDlg = RASENTRYDLGA;
    using EntryName = RASENTRYNAMEA;
    using PhonebookDlg = RASPBDLGA;
    using PppIp = RASPPPIPA;
    using PppLcp = RASPPPLCPA;
    using SubEntry = RASSUBENTRYA;

    static std::optional<std::string> decode(std::string_view text) {
        auto checked = to_utf16(text);
        if (!checked) return std::nullopt;
        wipe(checked->data(), checked->size() * sizeof(char16_t));  // it may be a password
        return std::optional<std::string>(std::in_place, text);
    }
    static std::string encode(std::string_view utf8) { return std::string(utf8); }
    /// Whether a text may be cut before this unit.
    static bool is_boundary(char unit) { return (static_cast<unsigned char>(unit) & 0xC0) != 0x80; }
};

struct Wide {
    using Char = char16_t;
    using AutodialEntry = RASAUTODIALENTRYW;
    using Conn = RASCONNW;
    using ConnStatus = RASCONNSTATUSW;
    using Credentials = RASCREDENTIALSW;
    using DevInfo = RASDEVINFOW;
    using DialParams = RASDIALPARAMSW;
    using EapUserIdentity = RASEAPUSERIDENTITYW;
    using Entry = RASENTRYW;
    using EntryDlg = RASENTRYDLGW;
    using EntryName = RASENTRYNAMEW;
    using PhonebookDlg = RASPBDLGW;
    using PppIp = RASPPPIPW;
    using PppLcp = RASPPPLCPW;
    using SubEntry = RASSUBENTRYW;

    static std::optional<std::string> decode(std::u16string_view text) { return to_utf8(text); }
    static std::u16string encode(std::string_view utf8) {
        if (auto wide = to_utf16(utf8)) return *wide;
        return to_utf16(printable_name(as_bytes(utf8), utf8.size())).value_or(u"");
    }
    static bool is_boundary(char16_t unit) { return (unit & 0xFC00) != 0xDC00; }
};

/// The text in a field of fixed size, which need not end in NUL.
template <typename Char>
std::basic_string_view<Char> text_in(std::span<const Char> field) {
    const auto end = std::find(field.begin(), field.end(), Char{});
    return {field.data(), static_cast<std::size_t>(end - field.begin())};
}

/// Writes text and NUL into a field; what does not fit is cut off between two characters. The rest becomes 0.
template <typename Traits>
void put_text(std::span<typename Traits::Char> field, std::string_view utf8) {
    const auto text = Traits::encode(utf8);
    std::size_t length = text.size();
    if (length >= field.size()) {
        length = field.size() - 1;
        while (length > 0 && !Traits::is_boundary(text[length])) --length;
    }
    std::copy_n(text.begin(), length, field.begin());
    std::fill(field.begin() + static_cast<std::ptrdiff_t>(length), field.end(), typename Traits::Char{});
}

/// A NUL-terminated argument as UTF-8; "" for NULL, std::nullopt where it is not valid text.
template <typename Traits>
std::optional<std::string> argument(const typename Traits::Char* text) {
    if (text == nullptr) return std::string();
    return Traits::decode(text);
}

inline HRASCONN to_hrasconn(std::uint32_t handle) {
    return reinterpret_cast<HRASCONN>(static_cast<std::uintptr_t>(handle));
}

/// The manager's handle; 0, which no connection has, for a value that cannot be one.
inline std::uint32_t to_handle(HRASCONN connection) {
    const auto value = reinterpret_cast<std::uintptr_t>(connection);
    return value <= 0xFFFFFFFFU ? static_cast<std::uint32_t>(value) : 0;
}

}  // namespace openras::api
