// The kinds of devices: how the API and how a phone book spell them. Source: RASENTRY::szDeviceType (ras.h); [MS-RRASM]
// 2.2.2.2.96, .97 and .100, and what files of Windows hold.
#pragma once

#include <string>
#include <string_view>

namespace openras::phonebook {

/// RASDT_*, whatever case the file has it in: "generic" is RASDT_Generic. Others are themselves.
std::string device_type_from_file(std::string_view type);
/// DEVICE=: lower case but for PPPoE and SW56.
std::string device_type_to_file(std::string_view type);
/// MEDIA= of a link with such a device.
std::string_view media_of(std::string_view type);
/// Port= of a new one: the name that Windows gives to its first.
std::string_view port_of(std::string_view type);

/// Whether it is one of RASDT_*, in any case. "rastapi", which many programs write, is none.
bool is_device_type(std::string_view type);
/// Whose block has the X.25 keys: x25 and pad.
bool is_x25(std::string_view type);

/// A block before or behind the device that is dialled: a terminal window or a script.
inline constexpr std::string_view switch_device = "switch";

}  // namespace openras::phonebook
