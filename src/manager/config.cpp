#include "manager/config.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <net/if.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <map>
#include <optional>

#include "base/unique_fd.h"

namespace openras::manager {

namespace {

/// How one setting is read and compared. The members of Config are of several types, so each is behind functions.
struct Setting {
    std::function<bool(const toml::node&, Config&)> read;
    std::function<bool(const Config&, const Config&)> same;
    std::function<void(const Config& from, Config& to)> copy;
    bool live = false;  ///< may change while the manager runs
};

enum class Changes : bool { AtRestart, AtReload };

/// @param value_of  a std::optional of the value that a node has, none where it is not one
template <typename Type, typename Reader>
Setting setting(Changes changes, Type Config::* member, Reader value_of) {
    return {.read =
                [=](const toml::node& node, Config& config) {
                    auto value = value_of(node);
                    if (value) config.*member = Type(std::move(*value));
                    return value.has_value();
                },
            .same = [=](const Config& one, const Config& other) { return one.*member == other.*member; },
            .copy = [=](const Config& from, Config& to) { to.*member = from.*member; },
            .live = changes == Changes::AtReload};
}

std::optional<std::string> text(const toml::node& node) {
    return node.value<std::string>();
}

std::optional<bool> flag(const toml::node& node) {
    return node.value<bool>();
}

auto number(std::int64_t low, std::int64_t high) {
    return [=](const toml::node& node) -> std::optional<std::int64_t> {
        const auto value = node.value<std::int64_t>();
        if (!node.is_integer() || *value < low || *value > high) return std::nullopt;
        return value;
    };
}

auto one_of(std::vector<std::string> values) {
    return [values = std::move(values)](const toml::node& node) {
        auto value = node.value<std::string>();
        if (value && std::ranges::find(values, *value) == values.end()) value.reset();
        return value;
    };
}

std::optional<std::string> interface(const toml::node& node) {
    auto name = node.value<std::string>();
    if (name && (name->size() >= IFNAMSIZ || name->find_first_of("/ \t") != std::string::npos)) name.reset();
    return name;
}

std::optional<std::vector<std::string>> interfaces(const toml::node& node) {
    const toml::array* array = node.as_array();
    if (array == nullptr) return std::nullopt;
    std::vector<std::string> names;
    for (const toml::node& element : *array) {
        auto name = interface(element);
        if (!name) return std::nullopt;
        names.push_back(std::move(*name));
    }
    return names;
}

const std::map<std::string, Setting, std::less<>>& settings() {
    using enum Changes;
    static const std::map<std::string, Setting, std::less<>> all{
        {"manager.socket", setting(AtRestart, &Config::socket, text)},
        {"manager.user", setting(AtRestart, &Config::user, text)},
        {"manager.group", setting(AtRestart, &Config::group, text)},
        {"manager.runtime_dir", setting(AtRestart, &Config::runtime_dir, text)},
        {"manager.state_dir", setting(AtRestart, &Config::state_dir, text)},
        {"manager.credentials", setting(AtRestart, &Config::credentials, one_of({"manager", "none"}))},
        {"manager.helper", setting(AtRestart, &Config::helper, text)},
        {"manager.log_level",
         setting(AtReload, &Config::log_level,
                 one_of({"trace", "debug", "info", "warn", "warning", "err", "error", "critical", "off"}))},
        {"manager.system_phonebook", setting(AtRestart, &Config::system_phonebook, text)},
        {"manager.keep_failed", setting(AtReload, &Config::keep_failed, number(0, 86400))},
        {"manager.not_pumping_after", setting(AtReload, &Config::not_pumping_after, number(1, 3600))},
        {"access.everyone", setting(AtReload, &Config::everyone, flag)},
        {"dns.resolv_conf", setting(AtRestart, &Config::resolv_conf, text)},
        {"pppoe.interface", setting(AtReload, &Config::pppoe_interface, interface)},
        {"pppoe.user_interfaces", setting(AtReload, &Config::user_interfaces, interfaces)},
        {"pppoe.discovery_timeout", setting(AtReload, &Config::discovery_timeout, number(1, 600))},
        {"ppp.echo_interval", setting(AtReload, &Config::echo_interval, number(0, 3600))},
        {"ppp.echo_failures", setting(AtReload, &Config::echo_failures, number(1, 255))},
        {"ppp.reopen_timeout", setting(AtReload, &Config::reopen_timeout, number(0, 86400))},
        {"limits.clients_per_user", setting(AtReload, &Config::max_clients_per_user, number(1, 1000000))},
        {"limits.dials_per_user", setting(AtReload, &Config::max_dials_per_user, number(1, 1000000))},
        {"limits.pending_calls", setting(AtReload, &Config::max_pending_calls, number(1, 100000))},
        {"limits.pending_calls_per_user", setting(AtReload, &Config::max_pending_calls_per_user, number(1, 1000000))},
        {"limits.unread_messages", setting(AtReload, &Config::max_unread, number(1, 1000000))},
        {"dataplane.counting", setting(AtRestart, &Config::counting_dataplane, flag)},
    };
    return all;
}

std::string fault_of(const std::string& path, const std::string& name, const toml::node& value, Config& config) {
    const auto found = settings().find(name);
    if (found == settings().end())
        return fmt::format("{}:{}: there is no setting {}", path, value.source().begin.line, name);
    if (!found->second.read(value, config))
        return fmt::format("{}:{}: {} has a value of the wrong kind or range", path, value.source().begin.line, name);
    return {};
}

}  // namespace

std::vector<std::string> parse_config(std::string_view text, const std::string& path, Config& config) {
    toml::table file;
    try {
        file = toml::parse(text, path);
    } catch (const toml::parse_error& error) {
        const auto& where = error.source().begin;
        return {fmt::format("{}:{}:{}: {}", path, where.line, where.column, error.description())};
    }
    std::vector<std::string> faults;
    for (const auto& [section, node] : file) {
        const toml::table* table = node.as_table();
        if (table == nullptr) {
            faults.push_back(
                fmt::format("{}:{}: \"{}\" stands outside a [section]", path, node.source().begin.line, section.str()));
            continue;
        }
        for (const auto& [key, value] : *table)
            if (std::string fault = fault_of(path, fmt::format("{}.{}", section.str(), key.str()), value, config);
                !fault.empty())
                faults.push_back(std::move(fault));
    }
    return faults;
}

Expected<std::string> read_config(const std::string& path) {
    UniqueFd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::string text(config_size_limit + 1, '\0');
    std::size_t size = 0;
    ssize_t got = file ? 1 : -1;
    while (got > 0 && size < text.size()) {
        got = read(file.get(), text.data() + size, text.size() - size);
        if (got < 0 && errno == EINTR)
            got = 1;
        else if (got > 0)
            size += static_cast<std::size_t>(got);
    }
    if (got < 0) return failure(ERROR_INVALID_PARAMETER, fmt::format("{}: {}", path, std::strerror(errno)));
    if (size > config_size_limit)
        return failure(ERROR_INVALID_PARAMETER, fmt::format("{}: larger than {} bytes", path, config_size_limit));
    text.resize(size);
    return text;
}

std::unexpected<RasError> failure_of(const std::vector<std::string>& faults) {
    return failure(ERROR_INVALID_PARAMETER, fmt::format("{}", fmt::join(faults, "\n")));
}

std::vector<std::string> reconfigure(Config& running, const Config& wanted) {
    std::vector<std::string> need_restart;
    for (const auto& [name, one] : settings()) {
        if (one.live)
            one.copy(wanted, running);
        else if (!one.same(running, wanted))
            need_restart.push_back(name);
    }
    return need_restart;
}

}  // namespace openras::manager
