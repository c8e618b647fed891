#include "manager/config.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <functional>
#include <map>

namespace openras::manager {

namespace {

using Setter = std::function<bool(const toml::node&, Config&)>;

template <typename Member>
Setter text(Member member) {
    return [member](const toml::node& node, Config& config) {
        const auto value = node.value<std::string>();
        if (value) config.*member = *value;
        return value.has_value();
    };
}

template <typename Member>
Setter number(Member member, std::int64_t low, std::int64_t high) {
    return [=](const toml::node& node, Config& config) {
        const auto value = node.value<std::int64_t>();
        if (!node.is_integer() || *value < low || *value > high) return false;
        config.*member = std::remove_cvref_t<decltype(config.*member)>(*value);
        return true;
    };
}

Setter flag(bool Config::* member) {
    return [member](const toml::node& node, Config& config) {
        const auto value = node.value<bool>();
        if (value) config.*member = *value;
        return value.has_value();
    };
}

Setter one_of(std::string Config::* member, std::vector<std::string> values) {
    return [member, values = std::move(values)](const toml::node& node, Config& config) {
        const auto value = node.value<std::string>();
        if (!value || std::ranges::find(values, *value) == values.end()) return false;
        config.*member = *value;
        return true;
    };
}

Setter texts(std::vector<std::string> Config::* member) {
    return [member](const toml::node& node, Config& config) {
        const toml::array* array = node.as_array();
        if (array == nullptr) return false;
        for (const toml::node& element : *array) {
            const auto value = element.value<std::string>();
            if (!value) return false;
            (config.*member).push_back(*value);
        }
        return true;
    };
}

const std::map<std::string, Setter, std::less<>>& setters() {
    static const std::map<std::string, Setter, std::less<>> all{
        {"manager.socket", text(&Config::socket)},
        {"manager.user", text(&Config::user)},
        {"manager.group", text(&Config::group)},
        {"manager.runtime_dir", text(&Config::runtime_dir)},
        {"manager.state_dir", text(&Config::state_dir)},
        {"manager.credentials", one_of(&Config::credentials, {"manager", "none"})},
        {"manager.helper", text(&Config::helper)},
        {"manager.log_level", text(&Config::log_level)},
        {"manager.system_phonebook", text(&Config::system_phonebook)},
        {"manager.keep_failed", number(&Config::keep_failed, 0, 86400)},
        {"manager.not_pumping_after", number(&Config::not_pumping_after, 1, 3600)},
        {"access.everyone", flag(&Config::everyone)},
        {"dns.resolv_conf", text(&Config::resolv_conf)},
        {"pppoe.interface", text(&Config::pppoe_interface)},
        {"pppoe.user_interfaces", texts(&Config::user_interfaces)},
        {"pppoe.discovery_timeout", number(&Config::discovery_timeout, 1, 600)},
        {"ppp.echo_interval", number(&Config::echo_interval, 0, 3600)},
        {"ppp.echo_failures", number(&Config::echo_failures, 1, 255)},
        {"limits.clients_per_user", number(&Config::max_clients_per_user, 1, 1000000)},
        {"limits.dials_per_user", number(&Config::max_dials_per_user, 1, 1000000)},
        {"limits.pending_calls", number(&Config::max_pending_calls, 1, 100000)},
        {"limits.pending_calls_per_user", number(&Config::max_pending_calls_per_user, 1, 1000000)},
        {"limits.unread_messages", number(&Config::max_unread, 1, 1000000)},
        {"dataplane.counting", flag(&Config::counting_dataplane)},
    };
    return all;
}

}  // namespace

Expected<void> load_config(const std::string& path, Config& config) {
    toml::table file;
    try {
        file = toml::parse_file(path);
    } catch (const toml::parse_error& error) {
        const auto& where = error.source().begin;
        return failure(ERROR_INVALID_PARAMETER,
                       fmt::format("{}:{}:{}: {}", path, where.line, where.column, error.description()));
    }
    for (const auto& [section, node] : file) {
        const toml::table* table = node.as_table();
        if (table == nullptr)
            return failure(ERROR_INVALID_PARAMETER, fmt::format("{}:{}: \"{}\" stands outside a [section]", path,
                                                                node.source().begin.line, section.str()));
        for (const auto& [key, value] : *table) {
            const std::string name = fmt::format("{}.{}", section.str(), key.str());
            const auto setter = setters().find(name);
            if (setter == setters().end())
                return failure(ERROR_INVALID_PARAMETER,
                               fmt::format("{}:{}: there is no setting {}", path, value.source().begin.line, name));
            if (!setter->second(value, config))
                return failure(ERROR_INVALID_PARAMETER, fmt::format("{}:{}: {} has a value of the wrong kind or range",
                                                                    path, value.source().begin.line, name));
        }
    }
    return {};
}

}  // namespace openras::manager
