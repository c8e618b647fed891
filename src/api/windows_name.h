// Whether the library was loaded as what it is on Windows (docs/dotnet.md).
#pragma once

namespace openras::api {

/// As rasapi32.dll or rasdlg.dll, in one of the spellings of .NET or Mono: by a program that was made for Windows and
/// knows nothing of pumping.
bool loaded_by_windows_name();

}  // namespace openras::api
