// Custom dialers: shared objects that dial an entry in their own way, in the place of Windows' custom-dial DLLs. Such
// an entry names its object (CustomRasDialDll); the object is loaded into the program that dials, so only those that
// /etc/openras/library.toml lists are, and only from files that root alone can change.
// Source: "Custom Dialers"; RasCustomDialFn and its siblings (ras.h, rasdlg.h).
#pragma once

#include <ras.h>
#include <rasdlg.h>

#include <optional>
#include <string>

#include "api/dial_call.h"
#include "api/lookup.h"

namespace openras::api {

/// An object that has been loaded; it stays loaded.
class CustomDialer {
  public:
    /// @param named what the entry says: a path in custom_dialers, or the file name of one
    /// @return 755 it is not listed, not root's, cannot be loaded, or has no RasCustomDial or no RasCustomHangUp
    static Expected<CustomDialer> load(const std::string& named);
    /// The object of custom_script, which must have RasCustomScriptExecute. Only a medium with a terminal phase calls
    /// it; none of this version has one.
    static Expected<CustomDialer> load_script();

    /// Null where the object has no such function.
    template <typename Function>
    [[nodiscard]] Function function(const char* name) const {
        return reinterpret_cast<Function>(symbol(name));
    }
    [[nodiscard]] HINSTANCE instance() const { return static_cast<HINSTANCE>(library_); }

  private:
    explicit CustomDialer(void* library) : library_(library) {}
    [[nodiscard]] void* symbol(const char* name) const;
    static Expected<CustomDialer> open(const std::string& path);
    void* library_;
};

/// RasDial by the object that the entry names. @return what its RasCustomDial returns; 755
DWORD dial_by_custom_dialer(const std::string& named, const DialCall& call, HRASCONN* connection);

/// RasHangUp through the custom dialer of a connection; std::nullopt where it has none, or the dialer itself is
/// calling.
std::optional<DWORD> hang_up_by_custom_dialer(HRASCONN connection);

/// RasCustomDeleteEntryNotify, where a deleted entry named a dialer that has it.
void notify_custom_dialer_of_deletion(const Located& deleted);

}  // namespace openras::api
