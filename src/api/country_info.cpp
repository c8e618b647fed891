// RasGetCountryInfo: one country at a time, each naming the next. Source: RasGetCountryInfo function (ras.h).
#include <ras.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "api/accepted_sizes.h"
#include "api/buffer.h"
#include "api/countries.h"
#include "api/guard.h"
#include "api/text.h"

namespace openras::api {

namespace {

template <typename Traits>
std::size_t bytes_for(std::string_view name) {
    return sizeof(RASCTRYINFO) + (Traits::encode(name).size() + 1) * sizeof(typename Traits::Char);
}

template <typename Traits>
DWORD get_country_info(RASCTRYINFO* info, DWORD* bytes) {
    using Char = typename Traits::Char;
    if (info == nullptr || bytes == nullptr) return ERROR_INVALID_PARAMETER;
    const auto all = countries();
    if (*bytes < sizeof(RASCTRYINFO)) {  // not even the question fits in: room for any answer
        const auto longest = std::ranges::max(all, {}, [](const Country& one) { return one.name.size(); });
        *bytes = static_cast<DWORD>(bytes_for<Traits>(longest.name));
        return ERROR_BUFFER_TOO_SMALL;
    }
    RASCTRYINFO made;
    std::memcpy(&made, info, sizeof made);
    if (!is_accepted_size<RASCTRYINFO>(made.dwSize)) return ERROR_INVALID_USER_BUFFER;
    const auto country = std::ranges::lower_bound(all, made.dwCountryID, {}, &Country::id);
    if (country == all.end() || country->id != made.dwCountryID) return ERROR_INVALID_PARAMETER;
    const std::size_t needed = bytes_for<Traits>(country->name);
    const DWORD room = std::exchange(*bytes, static_cast<DWORD>(needed));
    if (room < needed) return ERROR_BUFFER_TOO_SMALL;
    const auto next = std::next(country);
    made.dwNextCountryID = next == all.end() ? 0 : next->id;
    made.dwCountryCode = country->code;
    made.dwCountryNameOffset = sizeof made;
    const auto name = Traits::encode(country->name);
    std::memcpy(info, &made, sizeof made);
    std::memcpy(reinterpret_cast<char*>(info) + sizeof made, name.c_str(), (name.size() + 1) * sizeof(Char));
    return 0;
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasGetCountryInfoA(LPRASCTRYINFO lpRasCtryInfo, LPDWORD lpdwSize) {
    return guarded([&] { return get_country_info<Ansi>(lpRasCtryInfo, lpdwSize); });
}
DWORD RasGetCountryInfoW(LPRASCTRYINFO lpRasCtryInfo, LPDWORD lpdwSize) {
    return guarded([&] { return get_country_info<Wide>(lpRasCtryInfo, lpdwSize); });
}
