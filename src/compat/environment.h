// What %NAME% stands for.
#pragma once

#include <string>
#include <string_view>

namespace openras::compat {

/// A text with each %NAME% of the environment replaced; one that is not there stays as it is.
std::u16string expanded(std::u16string_view text);

}  // namespace openras::compat
