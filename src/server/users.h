// The users that may dial in, from the command line and from a file.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "base/ras_error.h"
#include "base/secret.h"

namespace openras::server {

class Users {
  public:
    /// @param line  "NAME:PASSWORD"; the password may hold colons and be empty
    Expected<void> add(std::string_view line);
    /// A line a user; empty lines and those that begin with '#' are passed over.
    Expected<void> load(const std::string& path);
    [[nodiscard]] std::optional<Secret> password_of(const std::string& user) const;
    [[nodiscard]] std::size_t size() const { return users_.size(); }

  private:
    std::unordered_map<std::string, Secret> users_;
};

}  // namespace openras::server
