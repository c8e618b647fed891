#include "base/secret.h"

#include <openssl/crypto.h>

namespace openras {

void wipe(void* data, std::size_t size) {
    if (data != nullptr && size != 0) OPENSSL_cleanse(data, size);
}

}  // namespace openras
