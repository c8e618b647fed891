#include "net/resolv_conf.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "net/checks.h"

namespace openras::net {
namespace {

constexpr std::size_t largest_file = 64 * 1024;
constexpr std::string_view mark = "# Written by OpenRAS while a connection brings DNS servers; undone when it ends.\n";

std::expected<std::string, int> read_all(int fd) {
    std::string all;
    std::array<char, 8192> part{};
    for (;;) {
        const ssize_t size = ::read(fd, part.data(), part.size());
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return std::unexpected(errno);
        if (size == 0) return all;
        all.append(part.data(), static_cast<std::size_t>(size));
        if (all.size() > largest_file) return std::unexpected(EFBIG);
    }
}

int write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t done = ::write(fd, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return errno;
        bytes.remove_prefix(static_cast<std::size_t>(done));
    }
    return 0;
}

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

bool has_keyword(std::string_view line, std::string_view keyword) {
    return line.starts_with(keyword) && line.size() > keyword.size() && is_blank(line[keyword.size()]);
}

bool is_search(std::string_view line) {
    return has_keyword(line, "search") || has_keyword(line, "domain");
}

/// The words behind the keyword.
std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    while (!line.empty()) {
        const auto end = std::ranges::find_if(line, is_blank);
        const auto size = static_cast<std::size_t>(end - line.begin());
        if (size > 0) words.emplace_back(line.substr(0, size));
        line.remove_prefix(std::min(line.size(), size + 1));
    }
    if (!words.empty()) words.erase(words.begin());
    return words;
}

std::string search_line(std::vector<std::string> domains, const std::vector<std::string>& more) {
    for (const auto& domain : more)
        if (std::ranges::find(domains, domain) == domains.end()) domains.push_back(domain);
    std::string line = "search";
    for (const auto& domain : domains) line += ' ' + domain;
    return line + '\n';
}

}  // namespace

std::string render_resolv_conf(std::string_view original, const std::vector<IpAddress>& servers,
                               const std::vector<std::string>& search) {
    std::string out(mark);
    for (std::size_t i = 0; i < std::min(servers.size(), max_resolver_servers); ++i)
        out += "nameserver " + to_string(servers[i]) + "\n";
    std::vector<std::string> own_domains;
    while (!original.empty()) {
        const auto end = original.find('\n');
        const auto line = original.substr(0, end);
        const bool server = has_keyword(line, "nameserver") && !servers.empty();
        const bool domains = is_search(line) && !search.empty();
        if (domains) own_domains = words_of(line);  // the last such line counts (resolv.conf(5))
        if (!server && !domains) out.append(line) += '\n';
        original.remove_prefix(end == std::string_view::npos ? original.size() : end + 1);
    }
    if (!search.empty()) out += search_line(std::move(own_domains), search);
    return out;
}

bool is_our_writing(std::string_view current, const std::vector<std::string>& written) {
    return std::ranges::any_of(written, [&](const std::string& one) { return one.starts_with(current); });
}

ResolverFile::ResolverFile(const std::string& path) {
    const auto slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    name_ = slash == std::string::npos ? path : path.substr(slash + 1);
    new_name_ = "." + name_ + ".openras";
    directory_.reset(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory_) throw std::system_error(errno, std::generic_category(), folder);
}

std::expected<record::DnsOriginal, int> ResolverFile::read() const {
    record::DnsOriginal file;
    struct stat facts{};
    if (::fstatat(directory_.get(), name_.c_str(), &facts, AT_SYMLINK_NOFOLLOW) < 0) {
        if (errno == ENOENT) return file;
        return std::unexpected(errno);
    }
    file.mode = facts.st_mode & 07777;
    if (S_ISLNK(facts.st_mode)) {
        file.kind = record::FileKind::Symlink;
        std::array<char, 4096> target{};
        const ssize_t size = ::readlinkat(directory_.get(), name_.c_str(), target.data(), target.size());
        if (size < 0) return std::unexpected(errno);
        file.bytes.assign(target.data(), static_cast<std::size_t>(size));
        return file;
    }
    if (!S_ISREG(facts.st_mode)) return std::unexpected(EINVAL);
    file.kind = record::FileKind::Regular;
    const UniqueFd fd(::openat(directory_.get(), name_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!fd) return std::unexpected(errno);
    auto bytes = read_all(fd.get());
    if (!bytes) return std::unexpected(bytes.error());
    file.bytes = std::move(*bytes);
    return file;
}

std::string ResolverFile::content_of(const std::string& target) const {
    const UniqueFd fd(::openat(directory_.get(), target.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!fd) return {};
    return read_all(fd.get()).value_or(std::string{});
}

int ResolverFile::write(std::string_view bytes, std::uint32_t mode) const {
    const int error = replace(bytes, mode);
    return error == EBUSY ? overwrite(bytes) : error;  // EBUSY: a mount point (containers)
}

int ResolverFile::restore(const record::DnsOriginal& original) const {
    switch (original.kind) {
        case record::FileKind::Absent:
            return ::unlinkat(directory_.get(), name_.c_str(), 0) < 0 && errno != ENOENT ? errno : 0;
        case record::FileKind::Regular: return write(original.bytes, original.mode);
        case record::FileKind::Symlink:
            ::unlinkat(directory_.get(), new_name_.c_str(), 0);
            if (::symlinkat(original.bytes.c_str(), directory_.get(), new_name_.c_str()) < 0) return errno;
            return ::renameat(directory_.get(), new_name_.c_str(), directory_.get(), name_.c_str()) < 0 ? errno : 0;
    }
    return EINVAL;
}

int ResolverFile::replace(std::string_view bytes, std::uint32_t mode) const {
    ::unlinkat(directory_.get(), new_name_.c_str(), 0);
    const UniqueFd fd(
        ::openat(directory_.get(), new_name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd) return errno;
    int error = write_all(fd.get(), bytes);
    if (error == 0 && ::fchmod(fd.get(), mode & 0777) < 0) error = errno;
    if (error == 0 && ::renameat(directory_.get(), new_name_.c_str(), directory_.get(), name_.c_str()) < 0)
        error = errno;
    if (error != 0) ::unlinkat(directory_.get(), new_name_.c_str(), 0);
    return error;
}

int ResolverFile::overwrite(std::string_view bytes) const {
    const UniqueFd fd(::openat(directory_.get(), name_.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW));
    return fd ? write_all(fd.get(), bytes) : errno;
}

}  // namespace openras::net
