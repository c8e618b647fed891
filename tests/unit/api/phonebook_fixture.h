// What the tests of the phone book's functions share: texts of the face, an entry and a link that can be set.
#pragma once

#include "api_fixture.h"
#include "faces.h"

namespace openras::test {

constexpr DWORD too_small = ERROR_BUFFER_TOO_SMALL;
constexpr DWORD wrong_size = ERROR_INVALID_SIZE;
constexpr DWORD invalid = ERROR_INVALID_PARAMETER;
constexpr DWORD no_entry = ERROR_CANNOT_FIND_PHONEBOOK_ENTRY;
constexpr DWORD no_book = ERROR_CANNOT_OPEN_PHONEBOOK;
constexpr DWORD bad_buffer = ERROR_BUFFER_INVALID;

inline std::string contents(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

template <typename Traits>
class PhonebookTest : public ApiTest {
  protected:
    static auto pppoe(const char* device = "eth9") {
        typename Traits::Entry made;
        std::memset(&made, 0, sizeof made);
        made.dwSize = sizeof made;
        made.dwfOptions = RASEO_RemoteDefaultGateway;
        made.dwfNetProtocols = RASNP_Ip | RASNP_Ipv6;
        made.dwFramingProtocol = RASFP_Ppp;
        made.dwType = RASET_Broadband;
        api::put_text<Traits>(made.szDeviceType, RASDT_PPPoE);
        api::put_text<Traits>(made.szDeviceName, device);
        return made;
    }
    static auto subentry(const char* device = "eth9") {
        typename Traits::SubEntry made;
        std::memset(&made, 0, sizeof made);
        made.dwSize = sizeof made;
        api::put_text<Traits>(made.szDeviceType, RASDT_PPPoE);
        api::put_text<Traits>(made.szDeviceName, device);
        return made;
    }
    /// A structure with a list of alternate numbers behind it, each ended by NUL.
    template <typename Struct>
    static std::vector<char> with_alternates(Struct first, std::string_view list) {
        const auto units = text<Traits>(list);
        first.dwAlternateOffset = sizeof first;
        std::vector<char> space(sizeof first + units.size() * sizeof units[0]);
        std::memcpy(space.data(), &first, sizeof first);
        std::memcpy(space.data() + sizeof first, units.data(), units.size() * sizeof units[0]);
        return space;
    }

    std::basic_string<typename Traits::Char> path_ = text<Traits>(book());
    std::basic_string<typename Traits::Char> office_ = text<Traits>("Office");
    std::basic_string<typename Traits::Char> unknown_ = text<Traits>("Keiner");
};

}  // namespace openras::test
