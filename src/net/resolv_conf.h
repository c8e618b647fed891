// The resolver's file (resolv.conf(5)): what it says while connections bring DNS servers, and its replacement and
// restoration on disk.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/unique_fd.h"
#include "net/journal.h"

namespace openras::net {

/// Servers that the C library uses (resolv.conf(5), MAXNS).
inline constexpr std::size_t max_resolver_servers = 3;

/// `original` with its servers replaced by the first three of `servers` (none: they stay), and with `search` after the
/// domains that it searches; options and comments stay.
std::string render_resolv_conf(std::string_view original, const std::vector<IpAddress>& servers,
                               const std::vector<std::string>& search = {});

/// True where `current` is one of `written`, or what an interrupted write of one of them leaves (a beginning of it).
bool is_our_writing(std::string_view current, const std::vector<std::string>& written);

/// The file itself. Replacement is atomic (a new file renamed over the old one) except where the file is a mount
/// point: then it is rewritten in place.
class ResolverFile {
  public:
    /// Keeps the directory open. Throws std::system_error where there is none.
    explicit ResolverFile(const std::string& path);

    /// The file as it is now, without following a symlink, or errno.
    std::expected<record::DnsOriginal, int> read() const;
    /// What a program sees that reads it (symlinks followed); "" where there is nothing.
    std::string content() const { return content_of(name_); }
    /// The same of the file that a symlink in its place leads to.
    std::string content_of(const std::string& target) const;
    /// @return 0 or errno
    int write(std::string_view bytes, std::uint32_t mode) const;
    int restore(const record::DnsOriginal& original) const;

  private:
    int replace(std::string_view bytes, std::uint32_t mode) const;
    int overwrite(std::string_view bytes) const;

    UniqueFd directory_;
    std::string name_;
    std::string new_name_;
};

}  // namespace openras::net
