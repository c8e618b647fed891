// A book on disk is the old one or the new one, whatever happens while it is written, and two writers lose nothing.
#include "phonebook/store.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <thread>

#include "base/unique_fd.h"
#include "phonebook/lock.h"
#include "unit/phonebook/books.h"
#include "unit/phonebook/folder.h"
#include "unit/phonebook/memory_files.h"
#include "unit/phonebook/other_user.h"

namespace openras::phonebook {
namespace {

using testing::AnyOf;

constexpr const char* one_entry = "[a]\r\nMEDIA=rastapi\r\nDEVICE=PPPoE\r\nPhoneNumber=\r\n";

Expected<void> set_number(Book& book, const std::string& number) {
    auto properties = book.properties("a");
    if (!properties) return std::unexpected(properties.error());
    properties->links[0].phone_number = number;
    return book.set_properties("a", *properties);
}

Expected<void> add_entry(Book& book, const std::string& name) {
    auto properties = default_properties();
    properties.links = {{.device_type = "PPPoE", .device_name = "eth0", .phone_number = {}, .alternates = {}}};
    return book.add(name, properties, {});
}

std::string with_number(const std::string& number) {
    auto book = Book::parse(one_entry, "").value();
    EXPECT_TRUE(set_number(book, number));
    return book.bytes();
}

TEST(BookStore, APowerCutAtAnyCallLeavesTheOldOrTheNewBook) {
    const std::string path = "/books/x.pbk";
    const std::string before = one_entry;
    const std::string after = with_number("new");
    const std::string much_later = with_number("later");
    for (const bool exists : {true, false}) {
        int cuts = 0;
        for (bool whole = false; !whole; ++cuts) {
            MemoryFiles files;
            files.half_writes = true;
            if (exists) files.put(path, before);
            files.power_cut_at = cuts + 1;
            BookStore store(path, files);
            const auto change = [&](Book& book) {
                if (exists) return set_number(book, "new");
                book = Book::parse(after, "").value();
                return Expected<void>{};
            };
            const bool done = store.edit(change, Missing::CreateBook).has_value();
            whole = files.calls < *files.power_cut_at;
            for (const auto& disk : files.after_power_cut()) {
                const auto found = disk.find(path);
                if (found == disk.end()) {
                    ASSERT_FALSE(exists || done) << "cut at call " << cuts + 1;
                    continue;
                }
                ASSERT_THAT(found->second, AnyOf(before, after)) << "cut at call " << cuts + 1;
                ASSERT_TRUE(!done || found->second == after);
                // The next writer takes over what was left.
                MemoryFiles restarted;
                for (const auto& [name, bytes] : disk) restarted.put(name, bytes);
                ASSERT_TRUE(BookStore(path, restarted).edit([](Book& book) { return set_number(book, "later"); }));
                ASSERT_EQ(restarted.names.size(), 1u);
                ASSERT_EQ(restarted.names.at(path)->on_disk, much_later);
            }
        }
        EXPECT_GT(cuts, 20);
    }
}

TEST(BookStore, ACallThatFailsLeavesTheOldOrTheNewBookAndNothingElse) {
    const std::string path = "/books/x.pbk";
    const std::string after = with_number("new");
    int failures = 0;
    for (int call = 1;; ++call) {
        MemoryFiles files;
        files.put(path, one_entry);
        files.fails_at = call;
        const auto done = BookStore(path, files).edit([](Book& book) { return set_number(book, "new"); });
        if (files.calls < call) break;
        if (!done) {
            ++failures;
            EXPECT_THAT(done.error().code,
                        AnyOf(ERROR_CANNOT_OPEN_PHONEBOOK, ERROR_CANNOT_LOAD_PHONEBOOK, ERROR_CANNOT_WRITE_PHONEBOOK));
            EXPECT_FALSE(done.error().text.empty());
        }
        const auto& now = files.names.at(path)->now;
        EXPECT_THAT(now, AnyOf(one_entry, after));
        EXPECT_TRUE(!done || now == after);
        EXPECT_LE(files.names.size(), 2u) << call;  // one more where it is an unlink() that fails
    }
    EXPECT_GT(failures, 10);
}

class StoreOnDisk : public testing::Test {
  protected:
    TemporaryFolder folder_;
    std::string path_ = folder_.path("book.pbk");

    std::vector<std::string> all_files() const {
        std::vector<std::string> files;
        for (const auto& file : std::filesystem::directory_iterator(folder_.path()))
            files.push_back(file.path().filename());
        return files;
    }
};

TEST_F(StoreOnDisk, ModeStaysAndNothingIsLeftBeside) {
    folder_.write("book.pbk", one_entry);
    ASSERT_EQ(::chmod(path_.c_str(), 0640), 0);
    ASSERT_TRUE(BookStore(path_).edit([](Book& book) { return set_number(book, "1"); }));
    EXPECT_EQ(bytes_of(path_), with_number("1"));
    EXPECT_EQ(std::filesystem::status(path_).permissions(), std::filesystem::perms(0640));
    EXPECT_THAT(all_files(), testing::ElementsAre("book.pbk"));
}

TEST_F(StoreOnDisk, WhatDoesNotChangeIsNotWritten) {
    folder_.write("book.pbk", one_entry);
    struct stat before{};
    ASSERT_EQ(::stat(path_.c_str(), &before), 0);
    ASSERT_TRUE(BookStore(path_).edit([](Book& book) { return set_number(book, ""); }));
    const auto refused = BookStore(path_).edit([](Book& book) -> Expected<void> {
        EXPECT_TRUE(set_number(book, "half"));
        return failure(ERROR_INVALID_PARAMETER, "no");
    });
    EXPECT_EQ(refused.error().code, std::uint32_t{ERROR_INVALID_PARAMETER});
    struct stat after{};
    ASSERT_EQ(::stat(path_.c_str(), &after), 0);
    EXPECT_EQ(before.st_ino, after.st_ino);
    EXPECT_EQ(bytes_of(path_), one_entry);
}

TEST_F(StoreOnDisk, ALinkStaysAndItsTargetIsReplaced) {
    std::filesystem::create_directory(folder_.path("real"));
    folder_.write("real/book.pbk", one_entry);
    std::filesystem::create_symlink("real/book.pbk", folder_.path("middle.pbk"));
    std::filesystem::create_symlink(folder_.path("middle.pbk"), path_);
    ASSERT_TRUE(BookStore(path_).edit([](Book& book) { return set_number(book, "1"); }));
    EXPECT_TRUE(std::filesystem::is_symlink(path_));
    EXPECT_EQ(bytes_of(folder_.path("real/book.pbk")), with_number("1"));
    EXPECT_FALSE(std::filesystem::is_symlink(folder_.path("real/book.pbk")));
}

TEST_F(StoreOnDisk, MissingBooks) {
    const auto add = [](Book& book) { return add_entry(book, "a"); };
    EXPECT_EQ(BookStore(path_).edit(add).error().code, std::uint32_t{ERROR_CANNOT_OPEN_PHONEBOOK});
    const auto deep = folder_.path("x/y/book.pbk");
    EXPECT_EQ(BookStore(deep).edit(add, Missing::CreateBook).error().code, std::uint32_t{ERROR_CANNOT_OPEN_PHONEBOOK});
    EXPECT_TRUE(all_files().empty());
    EXPECT_TRUE(BookStore(path_).edit(add, Missing::CreateBook));
    EXPECT_TRUE(BookStore(deep).edit(add, Missing::CreateBookAndFolders));
    EXPECT_EQ(std::filesystem::status(folder_.path("x")).permissions(), std::filesystem::perms::owner_all);
    const auto mask = ::umask(077);
    const auto system = folder_.path("etc/rasphone.pbk");
    EXPECT_TRUE(BookStore(system).edit(add, Missing::CreateBookAndSystemFolder));
    ::umask(mask);
    EXPECT_EQ(std::filesystem::status(folder_.path("etc")).permissions(), std::filesystem::perms(0755))
        << "the manager's user reads it";
    for (const auto& path : {path_, deep}) EXPECT_TRUE(BookStore(path).read()->contains("A"));
    // Nothing to write: nothing is made.
    const auto none = folder_.path("none.pbk");
    EXPECT_TRUE(BookStore(none).edit([](Book&) { return Expected<void>{}; }, Missing::CreateBook));
    EXPECT_FALSE(std::filesystem::exists(none));
}

TEST_F(StoreOnDisk, WhatIsNotUnderstoodStays) {
    folder_.write("book.pbk", "nonsense\n[a\nx\n");
    ASSERT_TRUE(BookStore(path_).edit([](Book& book) { return add_entry(book, "b"); }));
    EXPECT_TRUE(bytes_of(path_).starts_with("nonsense\n[a\nx\n\n[b]\n"));
}

TEST_F(StoreOnDisk, WhatIsNoBookIsRefusedAndKept) {
    folder_.write("book.pbk", "\xFF\xFE[a]\n\n");
    const auto done = BookStore(path_).edit([](Book& book) { return add_entry(book, "b"); });
    EXPECT_EQ(done.error().code, std::uint32_t{ERROR_CANNOT_LOAD_PHONEBOOK});
    EXPECT_EQ(bytes_of(path_), "\xFF\xFE[a]\n\n");
    EXPECT_THAT(all_files(), testing::ElementsAre("book.pbk"));
}

TEST_F(StoreOnDisk, AWriterThatKnowsNoLockIsNotOverwritten) {
    folder_.write("book.pbk", one_entry);
    int calls = 0;
    ASSERT_TRUE(BookStore(path_).edit([&](Book& book) {
        if (++calls == 1) folder_.write("book.pbk", std::string(one_entry) + "\r\n[editor]\r\nMEDIA=x\r\n");
        return set_number(book, "1");
    }));
    EXPECT_EQ(calls, 2);
    const auto book = BookStore(path_).read().value();
    EXPECT_TRUE(book.contains("editor"));
    EXPECT_EQ(book.entry("a")->phone_numbers.at(0), "1");
}

TEST_F(StoreOnDisk, RemainsOfACrashAreTakenOver) {
    folder_.write("book.pbk", one_entry);
    folder_.write(".book.pbk.new", "half a bo");
    folder_.write(".book.pbk.lock", "");
    ASSERT_TRUE(BookStore(path_).edit([](Book& book) { return set_number(book, "1"); }));
    EXPECT_EQ(bytes_of(path_), with_number("1"));
    EXPECT_THAT(all_files(), testing::ElementsAre("book.pbk"));
}

TEST_F(StoreOnDisk, WhoMayOnlyReadReadsAndIsToldWhenWriting) {
    folder_.write("book.pbk", one_entry);
    std::filesystem::permissions(folder_.path(), std::filesystem::perms(0555));
    std::filesystem::permissions(path_, std::filesystem::perms(0444));
    EXPECT_TRUE(as_nobody([&] {
        BookStore store(path_);
        const auto done = store.edit([](Book& book) { return set_number(book, "1"); });
        return store.read().has_value() && !done && done.error().code == ERROR_ACCESS_DENIED;
    }));
    EXPECT_THAT(all_files(), testing::ElementsAre("book.pbk"));
    EXPECT_EQ(bytes_of(path_), one_entry);
}

TEST_F(StoreOnDisk, WhoSharesADirectoryTakesOverAnothersLock) {
    folder_.write("book.pbk", one_entry);
    for (const auto& shared : {folder_.path(), path_}) {
        EXPECT_EQ(::chown(shared.c_str(), 0, 65534), 0);
        std::filesystem::permissions(shared, std::filesystem::perms(0775));
    }
    const auto crash = [&] {
        const auto held = BookLock::take(system_files(), path_);
        ::_exit(held ? 0 : 1);
    };
    EXPECT_TRUE(as_nobody([&] { return crash(), true; }, 65533));
    EXPECT_THAT(all_files(), testing::UnorderedElementsAre(".book.pbk.lock", "book.pbk"));
    EXPECT_TRUE(
        as_nobody([&] { return BookStore(path_).edit([](Book& book) { return set_number(book, "1"); }).has_value(); }));
    EXPECT_EQ(bytes_of(path_), with_number("1"));
    EXPECT_THAT(all_files(), testing::ElementsAre("book.pbk"));
}

/// Patience without waiting.
class Impatient final : public SystemFiles {
  public:
    void pause(std::chrono::milliseconds) override {}
};

TEST_F(StoreOnDisk, ALockThatIsNeverGivenBackIsAnError) {
    folder_.write("book.pbk", one_entry);
    Impatient files;
    const auto held = BookLock::take(files, path_);
    ASSERT_TRUE(held);
    const auto done = BookStore(path_, files).edit([](Book& book) { return set_number(book, "1"); });
    EXPECT_EQ(done.error().code, std::uint32_t{ERROR_CANNOT_WRITE_PHONEBOOK});
    EXPECT_TRUE(BookStore(path_, files).read());
}

/// Adds entries of its own and counts in one that all share.
bool edit_often(const std::string& path, int who, int times) {
    for (int i = 0; i < times; ++i) {
        const auto done = BookStore(path).edit([&](Book& book) -> Expected<void> {
            const auto count = std::stoi("0" + book.properties("a")->links[0].phone_number);
            if (auto counted = set_number(book, std::to_string(count + 1)); !counted) return counted;
            return add_entry(book, std::to_string(who) + "-" + std::to_string(i));
        });
        if (!done) return false;
    }
    return true;
}

void expect_all(const std::string& path, int writers, int times) {
    const auto book = BookStore(path).read().value();
    EXPECT_EQ(book.properties("a")->links[0].phone_number, std::to_string(writers * times));
    EXPECT_EQ(book.entry_names().size(), static_cast<std::size_t>(1 + writers * times));
}

TEST_F(StoreOnDisk, ProcessesThatChangeOneBookLoseNothing) {
    for (const int writers : {2, 8}) {
        const int times = writers == 2 ? 20 : 5;
        folder_.write("book.pbk", one_entry);
        std::vector<pid_t> children;
        for (int who = 0; who < writers; ++who) {
            const auto child = ::fork();
            if (child == 0) ::_exit(edit_often(path_, who, times) ? 0 : 1);
            children.push_back(child);
        }
        for (const auto child : children) {
            int status = -1;
            ASSERT_EQ(::waitpid(child, &status, 0), child);
            EXPECT_EQ(status, 0);
        }
        expect_all(path_, writers, times);
        EXPECT_THAT(all_files(), testing::ElementsAre("book.pbk"));
    }
}

TEST_F(StoreOnDisk, ThreadsThatChangeOneBookLoseNothing) {
    folder_.write("book.pbk", one_entry);
    {
        std::vector<std::jthread> threads;
        threads.reserve(8);
        for (int who = 0; who < 8; ++who) threads.emplace_back([&, who] { EXPECT_TRUE(edit_often(path_, who, 3)); });
    }
    expect_all(path_, 8, 3);
}

}  // namespace
}  // namespace openras::phonebook
