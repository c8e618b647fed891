// Which book an entry comes from.
#include "phonebook/search.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "unit/phonebook/folder.h"
#include "unit/phonebook/other_user.h"

namespace openras::phonebook {
namespace {

class PhonebookSearch : public testing::Test {
  protected:
    void TearDown() override { ::unsetenv("XDG_CONFIG_HOME"); }
    std::string write(const std::string& name, const std::string& text) { return folder_.write(name, text); }

    TemporaryFolder folder_;
    std::string directory_ = folder_.path();
};

TEST_F(PhonebookSearch, UserBookFollowsXdg) {
    ::setenv("XDG_CONFIG_HOME", directory_.c_str(), 1);
    EXPECT_EQ(user_book_path(), directory_ + "/openras/rasphone.pbk");
    EXPECT_EQ(default_books(), (std::vector<BookPath>{{directory_ + "/openras/rasphone.pbk", false},
                                                      {"/etc/openras/rasphone.pbk", true}}));
    EXPECT_EQ(default_books("/x.pbk").back(), (BookPath{"/x.pbk", true}));
    ::setenv("XDG_CONFIG_HOME", "relative", 1);
    EXPECT_TRUE(user_book_path().ends_with("/.config/openras/rasphone.pbk"));
    EXPECT_TRUE(user_book_path().starts_with("/"));
}

TEST_F(PhonebookSearch, EveryBookOfBothFoldersIsADefaultOne) {
    ::setenv("XDG_CONFIG_HOME", directory_.c_str(), 1);
    std::filesystem::create_directories(directory_ + "/openras");
    std::filesystem::create_directories(directory_ + "/system");
    for (const char* name : {"openras/work.pbk", "openras/abroad.pbk", "openras/.hidden.pbk", "openras/notes.txt",
                             "openras/rasphone.pbk", "openras/.pbk", "system/isp.pbk"}) {
        write(name, "");
    }
    const auto user = directory_ + "/openras/";
    const auto system = directory_ + "/system/";
    EXPECT_EQ(default_books(system + "rasphone.pbk"), (std::vector<BookPath>{{user + "rasphone.pbk"},
                                                                             {user + "abroad.pbk"},
                                                                             {user + "work.pbk"},
                                                                             {system + "rasphone.pbk", true, true},
                                                                             {system + "isp.pbk", false, true}}));
}

TEST_F(PhonebookSearch, FirstBookWithTheEntryWins) {
    const auto user = write("user.pbk", "[both]\nMEDIA=user\n[mine]\nMEDIA=user\n");
    const auto system = write("system.pbk", "[both]\nMEDIA=system\n[theirs]\nMEDIA=system\n");
    const std::vector<BookPath> books{{user, false}, {system, true}};
    EXPECT_EQ(find_book(books, "both"), books[0]);
    EXPECT_EQ(find_book(books, "mine"), books[0]);
    EXPECT_EQ(find_book(books, "theirs"), books[1]);
    EXPECT_EQ(find_book(books, "none").error(),
              (RasError{ERROR_CANNOT_FIND_PHONEBOOK_ENTRY, "no entry 'none' in " + user + " nor in " + system, ""}));
}

TEST_F(PhonebookSearch, MissingBooksArePassedOverAndABadOneHidesNoOther) {
    const auto system = write("system.pbk", "[theirs]\nMEDIA=system\n");
    const auto missing = directory_ + "/none.pbk";
    EXPECT_TRUE(is_passed_over({missing, false}));
    EXPECT_FALSE(is_passed_over({system, true}));
    EXPECT_TRUE(find_book({{missing, false}, {system, true}}, "theirs"));
    EXPECT_EQ(find_book({{missing, false}}, "theirs").error(),
              (RasError{ERROR_CANNOT_FIND_PHONEBOOK_ENTRY, "there is no phone book yet", ""}));
    const auto bad = write("bad.pbk", "\xFF\xFE and no UTF-16!");
    EXPECT_EQ(find_book({{bad, false}, {system, true}}, "theirs"), (BookPath{system, true}));
    EXPECT_EQ(find_book({{bad, false}, {system, true}}, "none").error().code,
              std::uint32_t{ERROR_CANNOT_LOAD_PHONEBOOK})
        << "it may have had the entry";
    // An entry that is there and damaged is the one that is meant: no other is dialled in its place.
    const auto damaged = write("damaged.pbk", "[theirs\nMEDIA=user\n");
    EXPECT_EQ(find_book({{damaged, false}, {system, true}}, "theirs"), (BookPath{damaged, false}));
}

TEST_F(PhonebookSearch, BooksOfAllUsersThatTheCallerMayNotReadArePassedOver) {
    const auto closed = write("closed.pbk", "[a]\nMEDIA=x\n");
    std::filesystem::permissions(closed, std::filesystem::perms::none);
    std::filesystem::permissions(directory_, std::filesystem::perms::all);
    EXPECT_TRUE(as_nobody([&] {
        return is_passed_over({closed, true}) && is_passed_over({closed, false, true}) &&
               !is_passed_over({closed, false});
    }));
}

TEST_F(PhonebookSearch, CanonicalPathIsOneForAFile) {
    const auto file = write("a.pbk", "");
    std::filesystem::create_symlink("a.pbk", directory_ + "/link.pbk");
    EXPECT_EQ(canonical_path(directory_ + "/link.pbk"), file);
    EXPECT_EQ(canonical_path(directory_ + "/./x/../a.pbk"), file);
    EXPECT_EQ(canonical_path(directory_ + "/none/../new.pbk"), directory_ + "/new.pbk");
    EXPECT_TRUE(canonical_path("relative.pbk").starts_with("/"));
}

}  // namespace
}  // namespace openras::phonebook
