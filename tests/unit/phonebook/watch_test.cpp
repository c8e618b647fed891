// Changes to books are heard of, however a book changes.
#include "phonebook/watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>

#include "phonebook/store.h"
#include "unit/phonebook/folder.h"

namespace openras::phonebook {

void PrintTo(const BookWatch::Change& change, std::ostream* out) {
    *out << change.path << ' ' << static_cast<int>(change.what);
}

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using enum BookWatch::What;

class PhonebookWatch : public testing::Test {
  protected:
    BookWatch watch(std::vector<std::string> paths) { return BookWatch::open(std::move(paths)).value(); }

    /// Waits until there is something to say.
    static std::vector<BookWatch::Change> next(BookWatch& books) {
        for (;;) {
            struct pollfd ready{.fd = books.descriptor(), .events = POLLIN, .revents = 0};
            if (::poll(&ready, 1, 10'000) != 1) return {};
            if (auto changes = books.changes(); !changes.empty()) return changes;
        }
    }

    TemporaryFolder folder_;
    std::string path_ = folder_.path("book.pbk");
};

TEST_F(PhonebookWatch, CreatedReplacedWrittenRemoved) {
    auto books = watch({path_, folder_.path("other.pbk")});
    EXPECT_THAT(books.changes(), IsEmpty());
    folder_.write("unrelated", "");
    EXPECT_THAT(books.changes(), IsEmpty());
    folder_.write("book.pbk", "[a]\nMEDIA=x\n");
    EXPECT_THAT(next(books), ElementsAre(BookWatch::Change{path_, Created}));
    for (int i = 0; i < 3; ++i) {
        const auto name = "b" + std::to_string(i);
        ASSERT_TRUE(BookStore(path_).edit([&](Book& book) { return book.rename(book.entry_names().front(), name); }));
        EXPECT_THAT(next(books), ElementsAre(BookWatch::Change{path_, Changed}));
    }
    folder_.write("book.pbk", "[d]\nMEDIA=x\n");
    EXPECT_THAT(next(books), ElementsAre(BookWatch::Change{path_, Changed}));
    std::filesystem::remove(path_);
    EXPECT_THAT(next(books), ElementsAre(BookWatch::Change{path_, Removed}));
    folder_.write("other.pbk", "");
    EXPECT_THAT(next(books), ElementsAre(BookWatch::Change{folder_.path("other.pbk"), Created}));
}

TEST_F(PhonebookWatch, DirectoriesThatDoNotExistYet) {
    const auto deep = folder_.path("a/b/c/book.pbk");
    auto books = watch({deep});
    std::filesystem::create_directories(folder_.path("a/b"));
    EXPECT_THAT(books.changes(), IsEmpty());
    std::filesystem::create_directories(folder_.path("a/b/c"));
    folder_.write("a/b/c/book.pbk", "");
    EXPECT_THAT(next(books), ElementsAre(BookWatch::Change{deep, Created}));
    std::filesystem::remove_all(folder_.path("a"));
    EXPECT_THAT(next(books), ElementsAre(BookWatch::Change{deep, Removed}));
    std::filesystem::create_directories(folder_.path("a/b/c"));
    folder_.write("a/b/c/book.pbk", "");
    EXPECT_THAT(next(books), ElementsAre(BookWatch::Change{deep, Created}));
}

TEST_F(PhonebookWatch, LinksAreFollowed) {
    std::filesystem::create_directories(folder_.path("real"));
    folder_.write("real/one.pbk", "[a]\nMEDIA=x\n");
    folder_.write("real/two.pbk", "");
    std::filesystem::create_symlink("real/one.pbk", path_);
    auto books = watch({path_});
    ASSERT_TRUE(BookStore(folder_.path("real/one.pbk")).edit([](Book& book) { return book.rename("a", "b"); }));
    EXPECT_THAT(next(books), ElementsAre(BookWatch::Change{path_, Changed}));
    std::filesystem::create_symlink("real/two.pbk", folder_.path("next"));
    std::filesystem::rename(folder_.path("next"), path_);
    EXPECT_THAT(next(books), ElementsAre(BookWatch::Change{path_, Changed}));
    folder_.write("real/two.pbk", "[z]\n");
    EXPECT_THAT(next(books), ElementsAre(BookWatch::Change{path_, Changed}));
}

TEST_F(PhonebookWatch, ADirectoryThatIsReplaced) {
    std::filesystem::create_directories(folder_.path("books"));
    folder_.write("books/book.pbk", "");
    const auto path = folder_.path("books/book.pbk");
    auto books = watch({path});
    std::filesystem::rename(folder_.path("books"), folder_.path("old"));
    EXPECT_THAT(next(books), ElementsAre(BookWatch::Change{path, Removed}));
    std::filesystem::create_directories(folder_.path("books"));
    folder_.write("books/book.pbk", "");
    EXPECT_THAT(next(books), ElementsAre(BookWatch::Change{path, Created}));
}

}  // namespace
}  // namespace openras::phonebook
