#include "net/journal.h"

#include <gtest/gtest.h>

#include <fstream>

#include "helper_process.h"

namespace openras::net {
namespace {

using test::Folder;
using test::ip;

HostRoute route_to(const char* server) {
    return {ip(server), 3, true, ip("192.0.2.1")};
}

std::vector<Record> every_record() {
    return {record::Header{0x4f000002, 0x123456789abcdef0},
            record::HostRouteAdded{route_to("198.51.100.7")},
            record::DnsProgramAdded{"ppp0.openras"},
            record::DnsOriginal{record::FileKind::Regular, 0640, std::string("a\0b\n", 4)},
            record::DnsWritten{"nameserver 10.0.0.1\n"},
            record::DnsRestored{},
            record::DnsProgramGone{"ppp0.openras"},
            record::HostRouteGone{ip("198.51.100.7")}};
}

TEST(JournalRecords, SurviveTheFileAndACutTail) {
    const auto records = every_record();
    ByteVector bytes;
    std::vector<std::size_t> ends;
    for (const auto& one : records) {
        const auto encoded = encode(one);
        bytes.insert(bytes.end(), encoded.begin(), encoded.end());
        ends.push_back(bytes.size());
    }
    EXPECT_EQ(decode_records(bytes), records);
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
        const auto whole = static_cast<std::size_t>(std::ranges::upper_bound(ends, cut) - ends.begin());
        EXPECT_EQ(decode_records(ConstBytes(bytes).first(cut)),
                  std::vector<Record>(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(whole)));
    }
}

TEST(JournalRecords, UndoIsWhatIsNotYetGone) {
    Undo undo;
    for (const auto& one : every_record()) undo.apply(one);
    EXPECT_TRUE(undo.empty());
    undo.apply(record::HostRouteAdded{route_to("198.51.100.8")});
    undo.apply(record::HostRouteAdded{route_to("198.51.100.9")});
    undo.apply(record::HostRouteGone{ip("198.51.100.8")});
    EXPECT_EQ(undo.host_routes, std::vector{route_to("198.51.100.9")});
    undo.apply(record::DnsOriginal{record::FileKind::Symlink, 0777, "elsewhere"});
    for (const char* text : {"one", "two", "three"}) undo.apply(record::DnsWritten{text});
    EXPECT_EQ(undo.dns_written, (std::vector<std::string>{"two", "three"}));
    EXPECT_FALSE(undo.empty());
}

TEST(JournalRecords, TheOriginalsPathMayBeMissing) {  // as earlier versions wrote it
    const record::DnsOriginal original{record::FileKind::Regular, 0640, "text", "/etc/resolv.conf"};
    auto bytes = encode(original);
    EXPECT_EQ(decode_records(bytes), std::vector<Record>{original});
    bytes.resize(bytes.size() - 4 - original.path.size());
    ByteWriter(bytes).patch_u16(2, static_cast<std::uint16_t>(bytes.size() - 4));
    const record::DnsOriginal without{record::FileKind::Regular, 0640, "text"};
    EXPECT_EQ(decode_records(bytes), std::vector<Record>{without});
}

TEST(JournalFile, IsReadByTheNextOneEvenWithACutTail) {
    const Folder folder;
    {
        Journal journal(folder.journal());
        EXPECT_TRUE(journal.undo().empty());
        journal.restart({2, 77});
        journal.append(record::HostRouteAdded{route_to("198.51.100.7")});
    }
    const auto cut = encode(record::DnsWritten{"never done"});
    std::ofstream(folder.journal() + "/journal", std::ios::app | std::ios::binary)
        .write(reinterpret_cast<const char*>(cut.data()), static_cast<std::streamsize>(cut.size() - 3));
    {
        Journal journal(folder.journal());
        EXPECT_EQ(journal.undo().header, (record::Header{2, 77}));
        EXPECT_EQ(journal.undo().host_routes, std::vector{route_to("198.51.100.7")});
        EXPECT_TRUE(journal.undo().dns_written.empty());
        journal.append(record::HostRouteAdded{route_to("198.51.100.8")});
    }
    const Journal journal(folder.journal());
    EXPECT_EQ(journal.undo().host_routes.size(), 2U);
}

TEST(JournalFile, KeepsWhatIsLeftOfDnsWhenItStartsAnew) {
    const Folder folder;
    const record::DnsOriginal original{record::FileKind::Regular, 0640, "text", "/etc/resolv.conf"};
    {
        Journal journal(folder.journal());
        journal.append(record::HostRouteAdded{route_to("198.51.100.7")});
        journal.append(record::DnsProgramAdded{"ppp0.openras"});
        journal.append(original);
        journal.append(record::DnsWritten{"ours"});
        journal.restart({2, 77});
    }
    const Journal journal(folder.journal());
    EXPECT_EQ(journal.undo(), (Undo{record::Header{2, 77}, {}, {"ppp0.openras"}, original, {"ours"}}));
}

TEST(JournalFile, StaysSmall) {
    const Folder folder;
    Journal journal(folder.journal());
    journal.restart({2, 77});
    const std::string large(10000, 'x');
    journal.append(record::DnsOriginal{record::FileKind::Regular, 0644, large});
    for (int i = 0; i < 1000; ++i) journal.append(record::DnsWritten{large + std::to_string(i)});
    EXPECT_LT(std::filesystem::file_size(folder.journal() + "/journal"), 500'000U);
    EXPECT_EQ(journal.undo().dns_written.back(), large + "999");
    EXPECT_EQ(journal.undo().dns_original->bytes, large);
}

}  // namespace
}  // namespace openras::net
