// What the device of an entry means: which medium it is of, and whether its name says "that interface" or "whichever
// there is". One rule for every medium. Programs take the names from the Windows they were written on, in its language,
// or make them up, so no list of names could be complete.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/ras_error.h"
#include "bus/messages.h"

namespace openras::manager {

enum class DeviceName : std::uint8_t {
    Any,                 ///< what "WAN Miniport (PPPOE)" means: no device in particular
    AnyUnlessInterface,  ///< that, where no interface of this machine has the name
    Interface            ///< that interface and no other
};

/// @param name  as the entry has it: "eth0", "WAN Miniport (PPPOE)", "WAN-Miniport (L2TP)", "" ...
/// @param own_type  RASDT_* of the medium: its own name in any case is no device in particular, either
DeviceName meaning_of_device(std::string_view name, std::string_view own_type);

/// Whether an entry is for PPPoE, the medium there is. Its device's type decides, then Type=, then what the device's
/// name has in brackets: many programs write DEVICE=rastapi for every kind.
/// @return 608 with a text that names the medium
Expected<void> check_medium(const bus::EntrySettings& settings);

}  // namespace openras::manager
