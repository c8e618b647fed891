// The registry's file and the handles of its keys (registry.h).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>

#include "api/user_file.h"
#include "compat/kit/errors.h"
#include "compat/registry.h"
#include "compat/utf.h"

namespace openras::compat::registry {

namespace {

struct Hive {
    std::uint32_t handle;
    std::u16string_view name;
};
constexpr std::array hives{Hive{0x80000000, u"HKEY_CLASSES_ROOT"}, Hive{0x80000001, u"HKEY_CURRENT_USER"},
                           Hive{0x80000002, u"HKEY_LOCAL_MACHINE"}, Hive{0x80000003, u"HKEY_USERS"},
                           Hive{0x80000005, u"HKEY_CURRENT_CONFIG"}};

/// Handles of open keys count up from here, as far from descriptors as from hives.
constexpr std::uintptr_t first_handle = 0x40000000;
constexpr std::uintptr_t handle_step = 4;

struct OpenKeys {
    std::mutex mutex;
    std::map<std::uintptr_t, std::u16string> paths;
    std::uintptr_t next = first_handle;
};
OpenKeys& open_keys() {
    static auto* const only = new OpenKeys;  // threads may outlive static objects
    return *only;
}

/// Of a link the file behind it: replacing it must leave the link.
std::string file_path() {
    std::string path = api::user_file_path("registry");
    std::error_code error;
    auto target = std::filesystem::canonical(path, error);
    return error ? path : target.string();
}

LSTATUS registry_error(const RasError& error, LSTATUS otherwise) {
    return error.code == ERROR_ACCESS_DENIED ? ERROR_ACCESS_DENIED : otherwise;
}

void report(const std::vector<RegistryDamage>& damage, const std::string& path) {
    if (damage.empty()) return;
    static std::mutex mutex;
    static auto* const told = new std::set<std::string>;
    const std::lock_guard lock(mutex);
    for (const RegistryDamage& one : damage)
        if (told->insert(one.text).second)
            std::fputs(fmt::format("{}:{}: {}; the line is kept\n", path, one.line, one.reason).c_str(), stderr);
}

}  // namespace

bool is_hive(std::u16string_view path) {
    return std::ranges::find(hives, path, &Hive::name) != hives.end();
}

Result<std::u16string> path_of(HKEY key) {
    const auto number = reinterpret_cast<std::uintptr_t>(key);
    // Sign-extended or not, as the program's compiler made it.
    if (number == static_cast<std::uint32_t>(number) || number >> 31 == ~std::uintptr_t{0} >> 31) {
        const auto hive = std::ranges::find(hives, static_cast<std::uint32_t>(number), &Hive::handle);
        if (hive != hives.end()) return std::u16string(hive->name);
    }
    const std::lock_guard lock(open_keys().mutex);
    const auto found = open_keys().paths.find(number);
    if (found == open_keys().paths.end()) return std::unexpected(ERROR_INVALID_HANDLE);
    return found->second;
}

Result<std::u16string> path_below(HKEY key, std::u16string_view subkey) {
    auto path = path_of(key);
    if (!path) return path;
    while (!subkey.empty()) {
        const auto end = std::min(subkey.find(u'\\'), subkey.size());
        const auto name = subkey.substr(0, end);
        subkey.remove_prefix(std::min(end + 1, subkey.size()));
        if (name.empty()) continue;
        if (name.size() > longest_key_name || !is_registry_name(name)) return std::unexpected(ERROR_INVALID_PARAMETER);
        *path += u'\\';
        *path += name;
    }
    if (static_cast<std::size_t>(std::ranges::count(*path, u'\\')) > deepest_key)
        return std::unexpected(ERROR_INVALID_PARAMETER);
    return path;
}

HKEY open_key(std::u16string path) {
    const std::lock_guard lock(open_keys().mutex);
    const std::uintptr_t handle = open_keys().next;
    open_keys().paths.emplace(handle, std::move(path));
    open_keys().next += handle_step;
    return reinterpret_cast<HKEY>(handle);
}

LSTATUS close_key(HKEY key) {
    const auto path = path_of(key);
    if (!path) return path.error();
    const std::lock_guard lock(open_keys().mutex);
    open_keys().paths.erase(reinterpret_cast<std::uintptr_t>(key));
    return ERROR_SUCCESS;
}

Result<RegistryText> read() {
    const std::string path = file_path();
    const auto bytes = api::read_user_file(path);
    if (!bytes) return std::unexpected(registry_error(bytes.error(), ERROR_CANTREAD));
    auto text = RegistryText::parse(bytes->value_or(""));
    report(text.damage(), path);
    return text;
}

LSTATUS change(const std::function<LSTATUS(RegistryText&)>& change) {
    LSTATUS refused = ERROR_SUCCESS;
    const std::string path = file_path();
    const auto done = api::change_user_file(path, [&](const std::optional<std::string>& bytes) {
        auto text = RegistryText::parse(bytes.value_or(""));
        report(text.damage(), path);
        refused = change(text);
        return Expected<std::string>(refused == ERROR_SUCCESS ? text.bytes() : bytes.value_or(""));
    });
    if (refused != ERROR_SUCCESS) return refused;
    return done ? ERROR_SUCCESS : registry_error(done.error(), ERROR_CANTWRITE);
}

LSTATUS check_there(const RegistryText& text, std::u16string_view path) {
    return is_hive(path) || text.has_key(path) ? ERROR_SUCCESS : ERROR_KEY_DELETED;
}

}  // namespace openras::compat::registry
