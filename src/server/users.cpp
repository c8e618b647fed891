#include "server/users.h"

#include <fmt/format.h>

#include <fstream>

namespace openras::server {

Expected<void> Users::add(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0)
        return failure(ERROR_INVALID_PARAMETER, "a user is NAME:PASSWORD");
    users_[std::string(line.substr(0, colon))] = Secret(line.substr(colon + 1));
    return {};
}

Expected<void> Users::load(const std::string& path) {
    std::ifstream in(path);
    if (!in) return failure(ERROR_FILE_COULD_NOT_BE_OPENED, "cannot read " + path);
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        if (line.ends_with('\r')) line.pop_back();
        if (!line.empty() && !line.starts_with('#'))
            if (auto result = add(line); !result)
                return failure(result.error().code, fmt::format("{}, line {}: {}", path, number, result.error().text));
        wipe(line.data(), line.size());
    }
    return {};
}

std::optional<Secret> Users::password_of(const std::string& user) const {
    const auto found = users_.find(user);
    if (found == users_.end()) return std::nullopt;
    return found->second;
}

}  // namespace openras::server
