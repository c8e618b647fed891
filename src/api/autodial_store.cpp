#include "api/autodial_store.h"

#include <toml++/toml.h>

#include <fstream>
#include <sstream>

#include "api/user_file.h"
#include "base/strings.h"

namespace openras::api {

namespace {

/// The names of the parameters in the file, by RASADP_*.
constexpr std::array<const char*, autodial_parameters> parameter_names = {
    "disable_connection_query", "login_session_disable", "saved_addresses_limit", "failed_connection_timeout",
    "connection_query_timeout"};

constexpr const char* heading =
    "# AutoDial of OpenRAS: which phone-book entry is for which address. RasSetAutodialAddress and\n"
    "# RasSetAutodialParam write this file anew; see docs/exports.md.\n";

std::string path() {
    return user_file_path("autodial.toml");
}

std::string first_line(const char* file) {
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    return line;
}

/// The present login: RASADP_LoginSessionDisable holds for one only.
std::string login_session() {
    return first_line("/proc/sys/kernel/random/boot_id") + "/" + first_line("/proc/self/sessionid");
}

struct Damaged {
    std::string what;
};

template <typename T>
T get(const toml::table& table, std::string_view key) {
    const auto value = table[key].value<T>();
    if (!value) throw Damaged{"\"" + std::string(key) + "\" is missing or of the wrong kind"};
    return *value;
}

std::uint32_t number(const toml::node& node, std::string_view key) {
    const auto value = node.value<std::int64_t>();
    if (!node.is_integer() || *value < 0 || *value > 0xFFFFFFFF)
        throw Damaged{"\"" + std::string(key) + "\" is not in 0 to 4294967295"};
    return static_cast<std::uint32_t>(*value);
}

AutodialTarget target(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) throw Damaged{"an entry is no table"};
    AutodialTarget made;
    made.entry = get<std::string>(*table, "entry");
    if (const auto* location = table->get("location")) made.location = number(*location, "location");
    return made;
}

toml::table to_table(const AutodialTarget& target) {
    toml::table made{{"entry", target.entry}};
    if (target.location != 0) made.insert("location", std::int64_t{target.location});
    made.is_inline(true);
    return made;
}

AutodialDatabase from_toml(const toml::table& file) {
    AutodialDatabase made;
    if (const auto* node = file.get("default_connection")) made.default_connection = target(*node);
    if (const auto* parameters = file["parameters"].as_table())
        for (std::size_t i = 0; i < parameter_names.size(); ++i)
            if (const auto* node = parameters->get(parameter_names[i]))
                made.parameters[i] = number(*node, parameter_names[i]);
    if (file["login_session"].value_or(std::string()) != login_session())
        made.parameters[RASADP_LoginSessionDisable] = 0;
    if (const auto* locations = file["locations"].as_table())
        for (const auto& [key, node] : *locations) {
            if (!node.is_boolean()) throw Damaged{"a location is not true or false"};
            made.enabled[static_cast<std::uint32_t>(std::strtoul(std::string(key).c_str(), nullptr, 10))] =
                *node.value<bool>();
        }
    if (const auto* addresses = file["address"].as_array())
        for (const toml::node& node : *addresses) {
            const toml::table* table = node.as_table();
            const toml::array* entries = table == nullptr ? nullptr : (*table)["entries"].as_array();
            if (entries == nullptr) throw Damaged{"an address has no entries"};
            AutodialAddress one{get<std::string>(*table, "name"), {}};
            for (const toml::node& entry : *entries) one.targets.push_back(target(entry));
            if (!one.targets.empty()) made.addresses.push_back(std::move(one));
        }
    return made;
}

std::string to_toml(const AutodialDatabase& from) {
    toml::table file;
    if (from.default_connection) file.insert("default_connection", to_table(*from.default_connection));
    toml::table parameters;
    const AutodialDatabase defaults;
    for (std::size_t i = 0; i < parameter_names.size(); ++i)
        if (from.parameters[i] != defaults.parameters[i])
            parameters.insert(parameter_names[i], std::int64_t{from.parameters[i]});
    if (!parameters.empty()) file.insert("parameters", parameters);
    if (from.parameters[RASADP_LoginSessionDisable] != 0) file.insert("login_session", login_session());
    toml::table locations;
    for (const auto& [location, enabled] : from.enabled) locations.insert(std::to_string(location), enabled);
    if (!locations.empty()) file.insert("locations", locations);
    toml::array addresses;
    for (const auto& one : from.addresses) {
        toml::array entries;
        for (const auto& entry : one.targets) entries.push_back(to_table(entry));
        addresses.push_back(toml::table{{"name", one.address}, {"entries", entries}});
    }
    if (!addresses.empty()) file.insert("address", addresses);
    std::ostringstream out;
    out << heading << file << "\n";
    return out.str();
}

Expected<AutodialDatabase> parse(const std::optional<std::string>& bytes) {
    if (!bytes) return AutodialDatabase{};
    try {
        return from_toml(toml::parse(*bytes));
    } catch (const toml::parse_error& error) {
        return failure(ERROR_CORRUPT_PHONEBOOK, path() + ":" + std::to_string(error.source().begin.line) + ": " +
                                                    std::string(error.description()));
    } catch (const Damaged& damaged) {
        return failure(ERROR_CORRUPT_PHONEBOOK, path() + ": " + damaged.what);
    }
}

}  // namespace

AutodialAddress* AutodialDatabase::find(std::string_view address) {
    for (auto& one : addresses)
        if (equals_ignoring_case(one.address, address)) return &one;
    return nullptr;
}

Expected<AutodialDatabase> read_autodial() {
    auto bytes = read_user_file(path());
    if (!bytes) return std::unexpected(bytes.error());
    return parse(*bytes);
}

Expected<void> change_autodial(const std::function<Expected<void>(AutodialDatabase&)>& change) {
    return change_user_file(path(), [&](const std::optional<std::string>& bytes) -> Expected<std::string> {
        auto database = parse(bytes);
        if (!database) return std::unexpected(database.error());
        if (auto changed = change(*database); !changed) return std::unexpected(changed.error());
        return to_toml(*database);
    });
}

}  // namespace openras::api
