// RasGetErrorString: a sentence for a number. Source: RasGetErrorString function (ras.h).
#include <ras.h>

#include "api/guard.h"
#include "api/text.h"
#include "base/error_text.h"

namespace openras::api {

namespace {

template <typename Traits>
DWORD get_error_string(UINT code, typename Traits::Char* to, DWORD room) {
    const char* sentence = is_ras_error(code) ? error_text(code) : nullptr;
    if (to == nullptr || sentence == nullptr) return ERROR_INVALID_PARAMETER;
    const auto text = Traits::encode(sentence);
    if (text.size() >= room) return ERROR_INSUFFICIENT_BUFFER;
    *std::copy(text.begin(), text.end(), to) = typename Traits::Char{};
    return 0;
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasGetErrorStringA(UINT uErrorValue, LPSTR lpszErrorString, DWORD cBufSize) {
    return guarded([&] { return get_error_string<Ansi>(uErrorValue, lpszErrorString, cBufSize); });
}
DWORD RasGetErrorStringW(UINT uErrorValue, LPWSTR lpszErrorString, DWORD cBufSize) {
    return guarded([&] { return get_error_string<Wide>(uErrorValue, lpszErrorString, cBufSize); });
}
