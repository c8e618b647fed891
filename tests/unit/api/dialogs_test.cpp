// The dialogs, which this system does not have: arguments are checked, then they say so.
#include "api_fixture.h"
#include "faces.h"

namespace openras::test {
namespace {

template <typename Traits>
class Dialogs : public ApiTest {
  protected:
    std::basic_string<typename Traits::Char> path_ = text<Traits>(book());
    std::basic_string<typename Traits::Char> entry_ = text<Traits>("Büro");
    std::basic_string<typename Traits::Char> unknown_ = text<Traits>("Keiner");

    /// @param call (info) -> BOOL @return its dwError
    template <typename Info, typename Call>
    static DWORD error_of(Call&& call, DWORD flags = 0) {
        Info info;
        std::memset(&info, 0, sizeof info);
        info.dwSize = sizeof info + 1;
        EXPECT_FALSE(call(&info));
        EXPECT_EQ(DWORD(info.dwError), static_cast<DWORD>(ERROR_INVALID_SIZE));
        EXPECT_FALSE(call(static_cast<Info*>(nullptr)));
        info.dwSize = sizeof info;
        info.dwFlags = flags;
        EXPECT_FALSE(call(&info));
        return info.dwError;
    }
};
TYPED_TEST_SUITE(Dialogs, Faces);

constexpr DWORD no_dialogs = ERROR_INTERACTIVE_MODE;
constexpr DWORD no_book = ERROR_CANNOT_OPEN_PHONEBOOK;
constexpr DWORD no_entry = ERROR_CANNOT_FIND_PHONEBOOK_ENTRY;

TYPED_TEST(Dialogs, OfThePhonebook) {
    using Info = typename TypeParam::PhonebookDlg;
    auto* const book = this->path_.data();
    const auto call = [&](auto* path, auto* entry) {
        return this->template error_of<Info>([=](Info* info) { return FACE(RasPhonebookDlg)(path, entry, info); });
    };
    EXPECT_EQ(call(book, this->entry_.data()), no_dialogs);
    EXPECT_EQ(call(book, decltype(book)(nullptr)), no_dialogs);
    EXPECT_EQ(call(book, this->unknown_.data()), no_entry);
    EXPECT_EQ(call(this->entry_.data(), this->entry_.data()), no_book);
    EXPECT_EQ(call(this->entry_.data(), decltype(book)(nullptr)), no_book);
    EXPECT_EQ(call(decltype(book)(nullptr), decltype(book)(nullptr)), no_dialogs);
}

TYPED_TEST(Dialogs, OfAnEntry) {
    using Info = typename TypeParam::EntryDlg;
    const auto call = [&](auto* entry, DWORD flags, auto* book) {
        return this->template error_of<Info>([=](Info* info) { return FACE(RasEntryDlg)(book, entry, info); }, flags);
    };
    EXPECT_EQ(call(this->entry_.data(), 0, this->path_.data()), no_dialogs);
    EXPECT_EQ(call(this->unknown_.data(), 0, this->path_.data()), no_entry);
    EXPECT_EQ(call(this->entry_.data(), 0, this->entry_.data()), no_book);
    EXPECT_EQ(call(this->unknown_.data(), RASEDFLAG_NewBroadbandEntry, this->path_.data()), no_dialogs)
        << "it is a suggestion";
}

TYPED_TEST(Dialogs, OfADial) {
    auto* const book = this->path_.data();
    const auto call = [&](auto* path, auto* entry) {
        return this->template error_of<RASDIALDLG>(
            [=](RASDIALDLG* info) { return FACE(RasDialDlg)(path, entry, decltype(path)(nullptr), info); });
    };
    EXPECT_EQ(call(book, this->entry_.data()), no_dialogs);
    EXPECT_EQ(call(book, this->unknown_.data()), no_entry);
    EXPECT_EQ(call(book, decltype(book)(nullptr)), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
    EXPECT_EQ(call(this->entry_.data(), this->entry_.data()), no_book);
    EXPECT_EQ(
        this->template error_of<RASMONITORDLG>([=](RASMONITORDLG* info) { return FACE(RasMonitorDlg)(book, info); }),
        no_dialogs);
}

TYPED_TEST(Dialogs, OfWindows95) {
    const auto* const book = this->path_.c_str();
    EXPECT_EQ(FACE(RasCreatePhonebookEntry)(nullptr, book), no_dialogs);
    EXPECT_EQ(FACE(RasCreatePhonebookEntry)(nullptr, nullptr), no_dialogs);
    EXPECT_EQ(FACE(RasCreatePhonebookEntry)(nullptr, this->entry_.c_str()), no_book);
    EXPECT_EQ(FACE(RasEditPhonebookEntry)(nullptr, book, this->entry_.c_str()), no_dialogs);
    EXPECT_EQ(FACE(RasEditPhonebookEntry)(nullptr, book, this->unknown_.c_str()), no_entry);
    EXPECT_EQ(FACE(RasEditPhonebookEntry)(nullptr, this->entry_.c_str(), this->entry_.c_str()), no_book);
    EXPECT_EQ(FACE(RasEditPhonebookEntry)(nullptr, book, nullptr), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
}

}  // namespace
}  // namespace openras::test
