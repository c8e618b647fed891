// Event objects that are signalled when phone books change.
#include <filesystem>

#include "api/lookup.h"
#include "api_fixture.h"
#include "event_fd.h"
#include "faces.h"

namespace openras::test {
namespace {

template <typename Traits>
class PhonebookNotification : public ApiTest {
  protected:
    ~PhonebookNotification() override { api::use_system_book("/etc/openras/rasphone.pbk"); }

    static void write_entry(const std::string& path, const std::string& name) {
        std::ofstream(path, std::ios::app) << "[" << name << "]\nType=5\nMEDIA=rastapi\nDEVICE=PPPoE\nPhoneNumber=\n";
    }
};
TYPED_TEST_SUITE(PhonebookNotification, Faces);

TYPED_TEST(PhonebookNotification, OfOneBook) {
    const std::string path = this->directory_ + "/bücher.pbk";
    this->write_entry(path, "a");
    EventFd event;
    ASSERT_EQ(FACE(RasPhonebookNotification)(text<TypeParam>(path).c_str(), event.handle()), 0U);
    ASSERT_EQ(RasRenameEntryA(path.c_str(), "a", "b"), 0U);
    EXPECT_GE(event.take(), 1U);
    this->write_entry(this->directory_ + "/other.pbk", "a");
    this->write_entry(path, "c");
    EXPECT_GE(event.take(), 1U) << "whoever writes it";
    std::filesystem::remove(path);
    EXPECT_GE(event.take(), 1U);
}

TYPED_TEST(PhonebookNotification, OfTheDefaultBooksAlsoWhereTheyComeLater) {
    setenv("XDG_CONFIG_HOME", (this->directory_ + "/fresh").c_str(), 1);
    std::filesystem::create_directory(this->directory_ + "/system");
    api::use_system_book(this->directory_ + "/system/rasphone.pbk");
    EventFd event;
    ASSERT_EQ(FACE(RasPhonebookNotification)(nullptr, event.handle()), 0U);
    this->write_entry(api::system_book(), "theirs");
    EXPECT_GE(event.take(), 1U);
    std::filesystem::create_directories(this->directory_ + "/fresh/openras");
    this->write_entry(this->directory_ + "/fresh/openras/rasphone.pbk", "mine");
    EXPECT_GE(event.take(), 1U);
}

TYPED_TEST(PhonebookNotification, EndsWhenTheCallerClosesItsEvent) {
    EventFd event;
    EventFd other;
    const UniqueFd kept(dup(event.fd()));
    const auto path = text<TypeParam>(this->book());
    ASSERT_EQ(FACE(RasPhonebookNotification)(path.c_str(), event.handle()), 0U);
    ASSERT_EQ(FACE(RasPhonebookNotification)(path.c_str(), other.handle()), 0U);
    event.close();
    this->write_entry(this->book(), "another");
    EXPECT_GE(other.take(), 1U);
    this->write_entry(this->book(), "yet another");
    EXPECT_GE(other.take(), 1U) << "after the first was looked at";
    std::uint64_t count = 0;
    EXPECT_LT(read(kept.get(), &count, sizeof count), 0);
}

TYPED_TEST(PhonebookNotification, WrongArguments) {
    const auto path = text<TypeParam>(this->book());
    EXPECT_EQ(FACE(RasPhonebookNotification)(path.c_str(), nullptr), static_cast<DWORD>(ERROR_INVALID_HANDLE));
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    EXPECT_EQ(FACE(RasPhonebookNotification)(path.c_str(), RasEventFromFd(pipe_ends[0])),
              static_cast<DWORD>(ERROR_INVALID_HANDLE));
    for (const int end : pipe_ends) close(end);
}

}  // namespace
}  // namespace openras::test
