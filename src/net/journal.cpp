#include "net/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace openras::net {
namespace {

enum class RecordKind : std::uint8_t {
    Header = 1,
    HostRouteAdded,
    HostRouteGone,
    DnsProgramAdded,
    DnsProgramGone,
    DnsOriginal,
    DnsWritten,
    DnsRestored,
};

constexpr std::size_t max_record = 1 << 20;
constexpr std::size_t max_journal = 64 << 20;
constexpr std::size_t compact_above = 256 * 1024;  // bytes appended since the last compaction
constexpr auto lock_patience = std::chrono::seconds(10);
constexpr auto lock_poll = std::chrono::milliseconds(5);

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};

void put_text(ByteWriter& out, std::string_view text) {
    out.u32(static_cast<std::uint32_t>(text.size())).text(text);
}
std::optional<std::string> get_text(ByteReader& in) {
    const auto size = in.u32();
    if (!size) return std::nullopt;
    const auto bytes = in.bytes(*size);
    if (!bytes) return std::nullopt;
    return std::string(as_text(*bytes));
}

void put_address(ByteWriter& out, const IpAddress& address) {
    out.u8(address.family == Family::Ipv4 ? 4 : 6).bytes(address.bytes);
}
std::optional<IpAddress> get_address(ByteReader& in) {
    const auto family = in.u8();
    const auto bytes = in.array<16>();
    if (!family || !bytes || (*family != 4 && *family != 6)) return std::nullopt;
    return IpAddress{*family == 4 ? Family::Ipv4 : Family::Ipv6, *bytes};
}

std::optional<HostRoute> get_route(ByteReader& in) {
    const auto destination = get_address(in);
    const auto index = in.u32();
    const auto has_gateway = in.u8();
    const auto gateway = get_address(in);
    if (!destination || !index || !has_gateway || !gateway) return std::nullopt;
    return HostRoute{*destination, *index, *has_gateway != 0, *gateway};
}

std::optional<Record> decode_one(ConstBytes bytes) {
    ByteReader in(bytes);
    const auto kind = in.u8();
    if (!kind) return std::nullopt;
    switch (static_cast<RecordKind>(*kind)) {
        case RecordKind::Header: {
            const auto group = in.u32();
            const auto high = in.u32();
            const auto low = in.u32();
            if (!group || !high || !low) return std::nullopt;
            return record::Header{*group, std::uint64_t{*high} << 32 | *low};
        }
        case RecordKind::HostRouteAdded: {
            const auto route = get_route(in);
            if (!route) return std::nullopt;
            return record::HostRouteAdded{*route};
        }
        case RecordKind::HostRouteGone: {
            const auto destination = get_address(in);
            if (!destination) return std::nullopt;
            return record::HostRouteGone{*destination};
        }
        case RecordKind::DnsProgramAdded: {
            auto name = get_text(in);
            if (!name) return std::nullopt;
            return record::DnsProgramAdded{std::move(*name)};
        }
        case RecordKind::DnsProgramGone: {
            auto name = get_text(in);
            if (!name) return std::nullopt;
            return record::DnsProgramGone{std::move(*name)};
        }
        case RecordKind::DnsOriginal: {
            const auto what = in.u8();
            const auto mode = in.u32();
            auto text = get_text(in);
            if (!what || *what > static_cast<std::uint8_t>(record::FileKind::Symlink) || !mode || !text)
                return std::nullopt;
            return record::DnsOriginal{static_cast<record::FileKind>(*what), *mode, std::move(*text),
                                       get_text(in).value_or("")};
        }
        case RecordKind::DnsWritten: {
            auto text = get_text(in);
            if (!text) return std::nullopt;
            return record::DnsWritten{std::move(*text)};
        }
        case RecordKind::DnsRestored: return record::DnsRestored{};
    }
    return std::nullopt;
}

void write_all(int fd, ConstBytes bytes) {
    while (!bytes.empty()) {
        const ssize_t done = ::write(fd, bytes.data(), bytes.size());
        if (done < 0) {
            if (errno == EINTR) continue;
            throw std::system_error(errno, std::generic_category(), "net helper's journal");
        }
        bytes = bytes.subspan(static_cast<std::size_t>(done));
    }
}

ByteVector read_all(int fd) {
    ByteVector all;
    std::array<std::uint8_t, 65536> part{};
    for (;;) {
        const ssize_t size = ::read(fd, part.data(), part.size());
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) throw std::system_error(errno, std::generic_category(), "net helper's journal");
        if (size == 0) return all;
        all.insert(all.end(), part.begin(), part.begin() + size);
        if (all.size() > max_journal) throw std::runtime_error("net helper's journal is too long");
    }
}

UniqueFd open_at(int directory, const char* name, int flags) {
    UniqueFd fd(::openat(directory, name, flags | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd) throw std::system_error(errno, std::generic_category(), std::string("net helper's journal: ") + name);
    return fd;
}

void take_lock(int fd) {
    const auto until = std::chrono::steady_clock::now() + lock_patience;
    while (::flock(fd, LOCK_EX | LOCK_NB) < 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            throw std::system_error(errno, std::generic_category(), "net helper's journal: lock");
        if (std::chrono::steady_clock::now() > until)
            throw std::runtime_error("another net helper uses this journal (choose another by --journal)");
        std::this_thread::sleep_for(lock_poll);  // the one wait that no descriptor tells the end of
    }
}

void make_directory(const std::string& path) {
    for (std::size_t at = path.find('/', 1);; at = path.find('/', at + 1)) {
        const bool last = at == std::string::npos;
        const auto part = path.substr(0, at);
        if (::mkdir(part.c_str(), last ? 0700 : 0755) < 0 && errno != EEXIST)
            throw std::system_error(errno, std::generic_category(), part);
        if (last) return;
    }
}

}  // namespace

ByteVector encode(const Record& any) {
    ByteVector body;
    ByteWriter out(body);
    const auto kind = [&](RecordKind value) -> ByteWriter& { return out.u8(static_cast<std::uint8_t>(value)); };
    std::visit(
        Overloaded{
            [&](const record::Header& header) {
                kind(RecordKind::Header)
                    .u32(header.link_group)
                    .u32(static_cast<std::uint32_t>(header.network_namespace >> 32))
                    .u32(static_cast<std::uint32_t>(header.network_namespace));
            },
            [&](const record::HostRouteAdded& added) {
                kind(RecordKind::HostRouteAdded);
                put_address(out, added.route.destination);
                out.u32(added.route.if_index).u8(added.route.has_gateway ? 1 : 0);
                put_address(out, added.route.gateway);
            },
            [&](const record::HostRouteGone& gone) {
                kind(RecordKind::HostRouteGone);
                put_address(out, gone.destination);
            },
            [&](const record::DnsProgramAdded& added) { put_text(kind(RecordKind::DnsProgramAdded), added.name); },
            [&](const record::DnsProgramGone& gone) { put_text(kind(RecordKind::DnsProgramGone), gone.name); },
            [&](const record::DnsOriginal& original) {
                kind(RecordKind::DnsOriginal).u8(static_cast<std::uint8_t>(original.kind)).u32(original.mode);
                put_text(out, original.bytes);
                put_text(out, original.path);
            },
            [&](const record::DnsWritten& written) { put_text(kind(RecordKind::DnsWritten), written.bytes); },
            [&](const record::DnsRestored&) { kind(RecordKind::DnsRestored); },
        },
        any);
    ByteVector whole;
    ByteWriter(whole).u32(static_cast<std::uint32_t>(body.size())).bytes(body);
    return whole;
}

std::vector<Record> decode_records(ConstBytes bytes) {
    std::vector<Record> records;
    ByteReader in(bytes);
    while (const auto size = in.u32()) {
        if (*size > max_record) break;
        const auto body = in.bytes(*size);
        if (!body) break;
        auto one = decode_one(*body);
        if (!one) break;
        records.push_back(std::move(*one));
    }
    return records;
}

void Undo::apply(const Record& any) {
    std::visit(Overloaded{
                   [&](const record::Header& value) { header = value; },
                   [&](const record::HostRouteAdded& added) { host_routes.push_back(added.route); },
                   [&](const record::HostRouteGone& gone) {
                       std::erase_if(host_routes,
                                     [&](const HostRoute& route) { return route.destination == gone.destination; });
                   },
                   [&](const record::DnsProgramAdded& added) {
                       std::erase(dns_programs, added.name);
                       dns_programs.push_back(added.name);
                   },
                   [&](const record::DnsProgramGone& gone) { std::erase(dns_programs, gone.name); },
                   [&](const record::DnsOriginal& original) {
                       dns_original = original;
                       dns_written.clear();
                   },
                   [&](const record::DnsWritten& written) {
                       dns_written.push_back(written.bytes);
                       if (dns_written.size() > 2) dns_written.erase(dns_written.begin());
                   },
                   [&](const record::DnsRestored&) {
                       dns_original.reset();
                       dns_written.clear();
                   },
               },
               any);
}

Journal::Journal(const std::string& directory) {
    make_directory(directory);
    directory_.reset(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory_) throw std::system_error(errno, std::generic_category(), directory);
    lock_ = open_at(directory_.get(), "lock", O_RDWR | O_CREAT);
    take_lock(lock_.get());
    file_ = open_at(directory_.get(), "journal", O_RDWR | O_CREAT | O_APPEND);
    const auto bytes = read_all(file_.get());
    for (const auto& one : decode_records(bytes)) undo_.apply(one);
    // A cut-off record at the end would hide what is appended behind it.
    write_anew();
}

void Journal::append(const Record& one) {
    const auto bytes = encode(one);
    if (size_ + bytes.size() > compact_at_) write_anew();
    write_all(file_.get(), bytes);
    size_ += bytes.size();
    undo_.apply(one);
}

void Journal::restart(const record::Header& header) {
    undo_.header = header;
    undo_.host_routes.clear();
    write_anew();
}

void Journal::write_anew() {
    ByteVector all;
    const auto add = [&](const Record& one) {
        const auto bytes = encode(one);
        all.insert(all.end(), bytes.begin(), bytes.end());
    };
    if (undo_.header) add(*undo_.header);
    for (const auto& route : undo_.host_routes) add(record::HostRouteAdded{route});
    for (const auto& name : undo_.dns_programs) add(record::DnsProgramAdded{name});
    if (undo_.dns_original) add(*undo_.dns_original);
    for (const auto& bytes : undo_.dns_written) add(record::DnsWritten{bytes});

    auto next = open_at(directory_.get(), "journal.new", O_RDWR | O_CREAT | O_TRUNC | O_APPEND);
    write_all(next.get(), all);
    if (::renameat(directory_.get(), "journal.new", directory_.get(), "journal") < 0)
        throw std::system_error(errno, std::generic_category(), "net helper's journal: rename");
    file_ = std::move(next);
    size_ = all.size();
    compact_at_ = 2 * size_ + compact_above;
}

}  // namespace openras::net
