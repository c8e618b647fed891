// Where the manager's settings come from: the defaults, a file over them, the command line over both. Read once at the
// start, and again whenever somebody asks for it (SIGHUP).
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "manager/config.h"

namespace openras::manager {

class ConfigSource {
  public:
    enum class File { Named, WhereItIs };  ///< WhereItIs: it may come and go while the manager runs

    /// @param command_line  sets what the command line gives
    ConfigSource(std::string file, File kind, std::function<void(Config&)> command_line)
        : file_(std::move(file)), kind_(kind), command_line_(std::move(command_line)) {}

    /// "" = there is none now.
    [[nodiscard]] std::string file() const {
        std::error_code ignored;
        return kind_ == File::Named || std::filesystem::exists(file_, ignored) ? file_ : std::string();
    }

    /// What stands in the file now; "" without one. 87
    [[nodiscard]] Expected<std::string> text() const {
        if (file().empty()) return std::string();
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
    File kind_;
    std::function<void(Config&)> command_line_;
};

}  // namespace openras::manager
