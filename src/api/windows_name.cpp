// The dynamic linker keeps the name by which a library was found first, links and all.
#include "api/windows_name.h"

#include <dlfcn.h>

#include <string_view>

#include "base/strings.h"

namespace openras::api {

bool loaded_by_windows_name() {
    Dl_info where{};
    if (dladdr(reinterpret_cast<void*>(&loaded_by_windows_name), &where) == 0 || where.dli_fname == nullptr)
        return false;
    std::string_view name = where.dli_fname;
    name.remove_prefix(name.rfind('/') + 1);  // npos + 1 is 0
    if (name.starts_with("librasapi32.so")) return false;
    if (name.starts_with("lib")) name.remove_prefix(3);
    const auto begins = [name](std::string_view with) {
        return name.size() >= with.size() && equals_ignoring_case(name.substr(0, with.size()), with);
    };
    return begins("rasapi32") || begins("rasdlg");
}

}  // namespace openras::api
