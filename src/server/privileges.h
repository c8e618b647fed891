// Gives up root once the sockets are open.
#pragma once

#include <string>

#include "base/ras_error.h"

namespace openras::server {

/// Becomes `user` with its groups, without capabilities but, where `with_tun`, CAP_NET_ADMIN.
/// Fails also where that user could not open a TUN then.
Expected<void> become(const std::string& user, bool with_tun);

}  // namespace openras::server
