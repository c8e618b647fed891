// What the helper has changed outside the interfaces it made, written before it is changed, so that the next worker (or
// `ras-nethelper --cleanup`) can undo it whatever killed this one. It lives under /run: a reboot undoes the rest by
// itself.
//
// What a record protects against is a killed process, not a power failure: records are appended by one write() to a
// tmpfs and never synced. An interface needs no record of its own: it is put into the journal's link group before its
// descriptor leaves the worker, and until then the kernel removes it with the worker.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/unique_fd.h"
#include "net/routes.h"

namespace openras::net {

namespace record {

/// First record of every journal: where and how the interfaces are to be found.
struct Header {
    std::uint32_t link_group = 0;
    std::uint64_t network_namespace = 0;  ///< inode of /proc/self/ns/net
    bool operator==(const Header&) const = default;
};
struct HostRouteAdded {
    HostRoute route;
    bool operator==(const HostRouteAdded&) const = default;
};
struct HostRouteGone {
    IpAddress destination;
    bool operator==(const HostRouteGone&) const = default;
};
/// `resolvconf -a NAME` is about to run.
struct DnsProgramAdded {
    std::string name;
    bool operator==(const DnsProgramAdded&) const = default;
};
struct DnsProgramGone {
    std::string name;
    bool operator==(const DnsProgramGone&) const = default;
};
enum class FileKind : std::uint8_t { Absent, Regular, Symlink };
/// The resolver's file as it was before the first change.
struct DnsOriginal {
    FileKind kind = FileKind::Absent;
    std::uint32_t mode = 0644;  ///< permission bits
    std::string bytes;          ///< content, or a symlink's target
    std::string path{};         ///< where it stands; "" = the reader's own (journals of earlier versions)
    bool operator==(const DnsOriginal&) const = default;
};
/// What the resolver's file is about to be.
struct DnsWritten {
    std::string bytes;
    bool operator==(const DnsWritten&) const = default;
};
/// The resolver's file is the original again, or has been left to somebody else.
struct DnsRestored {
    bool operator==(const DnsRestored&) const = default;
};

}  // namespace record

using Record = std::variant<record::Header, record::HostRouteAdded, record::HostRouteGone, record::DnsProgramAdded,
                            record::DnsProgramGone, record::DnsOriginal, record::DnsWritten, record::DnsRestored>;

ByteVector encode(const Record& record);
/// All whole records from the beginning; stops at the first that is cut off or malformed (a write that was interrupted:
/// what it announces has not been done).
std::vector<Record> decode_records(ConstBytes bytes);

/// What is still to be undone after some records.
struct Undo {
    std::optional<record::Header> header;
    std::vector<HostRoute> host_routes;     ///< oldest first
    std::vector<std::string> dns_programs;  ///< oldest first
    std::optional<record::DnsOriginal> dns_original;
    std::vector<std::string> dns_written;  ///< what the file may be now, newest last (at most two)

    [[nodiscard]] bool empty() const { return host_routes.empty() && dns_programs.empty() && !dns_original; }
    void apply(const Record& record);
    bool operator==(const Undo&) const = default;
};

/// The journal file and the lock that makes sure that one worker alone uses it.
class Journal {
  public:
    /// Creates `directory` (0700) where needed, waits up to 10 s for a dying predecessor's lock and reads what it left.
    /// Throws std::runtime_error or std::system_error.
    explicit Journal(const std::string& directory);

    /// What a predecessor left to be undone, then what this worker has done.
    [[nodiscard]] const Undo& undo() const { return undo_; }
    /// Before the change is made. Throws std::system_error where it cannot be written: then do not make the change.
    void append(const Record& record);
    /// Starts anew with this header, when everything is undone; what could not be undone of DNS stays.
    void restart(const record::Header& header);

  private:
    void write_anew();

    UniqueFd directory_;
    UniqueFd lock_;
    UniqueFd file_;
    std::size_t size_ = 0;
    std::size_t compact_at_ = 0;
    Undo undo_;
};

}  // namespace openras::net
