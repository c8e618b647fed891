// Where the manager's settings come from: the defaults, a file over them, the command line over both. Read once at the
// start, and again whenever somebody asks for it (SIGHUP).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "manager/config.h"

namespace openras::manager {

class ConfigSource {
  public:
    /// @param file          "" = none
    /// @param command_line  sets what the command line gives
    ConfigSource(std::string file, std::function<void(Config&)> command_line)
        : file_(std::move(file)), command_line_(std::move(command_line)) {}

    [[nodiscard]] const std::string& file() const { return file_; }

    /// What stands in the file now; "" without one. 87
    [[nodiscard]] Expected<std::string> text() const {
        if (file_.empty()) return std::string();
        return read_config(file_);
    }

    /// The settings with that text in the file. 87 with every fault, a line each.
    [[nodiscard]] Expected<Config> settle(std::string_view text) const {
        Config config;
        if (const auto faults = parse_config(text, file_, config); !faults.empty()) return failure_of(faults);
        command_line_(config);
        return config;
    }

    [[nodiscard]] Expected<Config> read() const {
        const auto now = text();
        if (!now) return std::unexpected(now.error());
        return settle(*now);
    }

  private:
    std::string file_;
    std::function<void(Config&)> command_line_;
};

}  // namespace openras::manager
