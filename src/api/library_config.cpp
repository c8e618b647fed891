#include "api/library_config.h"

#include <sys/stat.h>
#include <toml++/toml.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "api/user_file.h"

namespace openras::api {

namespace {

constexpr const char* system_file = "/etc/openras/library.toml";

void complain(const std::string& path, const std::string& what) {
    std::fprintf(stderr, "librasapi32: %s: %s\n", path.c_str(), what.c_str());
}

std::string system_path() {
    const char* named = secure_getenv("OPENRAS_LIBRARY_CONFIG");
    return named != nullptr && *named != '\0' ? named : system_file;
}

LibraryConfig parse(const std::string& path) {
    auto bytes = read_user_file(path);
    if (!bytes) complain(path, bytes.error().text);
    if (!bytes || !*bytes) return {};
    LibraryConfig config;
    try {
        const toml::table file = toml::parse(**bytes);
        config.credentials = file["credentials"].value_or(std::string());
        config.custom_script = file["custom_script"].value_or(std::string());
        if (const toml::array* dialers = file["custom_dialers"].as_array())
            for (const toml::node& one : *dialers) config.custom_dialers.push_back(one.value_or(std::string()));
    } catch (const toml::parse_error& error) {
        complain(path, std::string(error.description()));
        return {};
    }
    return config;
}

bool exists(const std::string& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0;
}

}  // namespace

bool only_root_can_change(const std::string& path) {
    for (std::filesystem::path at = path;; at = at.parent_path()) {
        struct stat status{};
        if (::lstat(at.c_str(), &status) != 0 || status.st_uid != 0 || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0 ||
            S_ISLNK(status.st_mode))
            return false;
        if (at == at.parent_path()) return at.is_absolute();
    }
}

LibraryConfig system_library_config() {
    const std::string path = system_path();
    if (!exists(path)) return {};
    std::error_code error;
    const std::string canonical = std::filesystem::canonical(path, error);
    if (error || !only_root_can_change(canonical)) {
        complain(path, "not used: others than root may change it or a directory above it");
        return {};
    }
    return parse(canonical);
}

std::string configured_credentials() {
    std::string own;
    if (const std::string path = user_file_path("library.toml"); !path.empty() && exists(path))
        own = parse(path).credentials;
    return own.empty() ? system_library_config().credentials : own;
}

}  // namespace openras::api
