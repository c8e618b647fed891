// Gives up root once the sockets are open.
#pragma once

#include <string>

#include "base/ras_error.h"

namespace openras::server {

/// Becomes `user` with its groups, without capabilities but, where `keep_net_admin`, CAP_NET_ADMIN (for TUNs).
Expected<void> become(const std::string& user, bool keep_net_admin);

}  // namespace openras::server
