// What the custom dialer of the tests tells of its calls, and what it does in them.
#pragma once

#include <ras.h>
#include <rasdlg.h>

#include <functional>
#include <string>
#include <vector>

namespace openras::test {

struct DialerHooks {
    std::vector<std::u16string> calls;
    std::function<DWORD(LPRASDIALEXTENSIONS, const RASDIALPARAMSW&, DWORD, LPVOID, LPHRASCONN)> dial;
    std::function<DWORD(HRASCONN)> hang_up;
};

}  // namespace openras::test

extern "C" __attribute__((visibility("default"))) openras::test::DialerHooks* dialer_hooks();
