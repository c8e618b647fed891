// What RasDial and RasHangUp make of their arguments, and that both faces tell the manager the same.
#include "api_fixture.h"
#include "faces.h"

namespace openras::test {
namespace {

constexpr DWORD wrong_size = ERROR_INVALID_SIZE;
constexpr DWORD invalid = ERROR_INVALID_PARAMETER;
constexpr DWORD invalid_handle = ERROR_INVALID_HANDLE;
constexpr DWORD no_book = ERROR_CANNOT_OPEN_PHONEBOOK;
constexpr DWORD no_entry = ERROR_CANNOT_FIND_PHONEBOOK_ENTRY;

template <typename Traits>
class DialArguments : public ApiTest {
  protected:
    using Params = typename Traits::DialParams;

    static DWORD call(RASDIALEXTENSIONS* extensions, const typename Traits::Char* path, Params* with, DWORD type,
                      void* notifier, HRASCONN* connection) {
        if constexpr (std::is_same_v<Traits, api::Ansi>)
            return RasDialA(extensions, path, with, type, notifier, connection);
        else
            return RasDialW(extensions, path, with, type, notifier, connection);
    }
    DWORD sync(Params with, HRASCONN* connection) {
        return call(nullptr, path_.c_str(), &with, 0, nullptr, connection);
    }
    DWORD sync(const char* entry) {
        HRASCONN connection = nullptr;
        const DWORD error = sync(dial_params<Traits>(entry), &connection);
        EXPECT_EQ(connection == nullptr, error != 0);
        return error;
    }

    std::basic_string<typename Traits::Char> path_ = text<Traits>(book());
    void* const handler_ = reinterpret_cast<void*>(&on_state1);
};
TYPED_TEST_SUITE(DialArguments, Faces);

TYPED_TEST(DialArguments, ReachTheManagerAsUtf8) {
    auto with = dial_params<TypeParam>("büro", "jürgen", "пароль😀");
    api::put_text<TypeParam>(with.szPhoneNumber, "größe");
    api::put_text<TypeParam>(with.szDomain, "Straße");
    api::put_text<TypeParam>(with.szCallbackNumber, "☎");
    HRASCONN connection = nullptr;
    ASSERT_EQ(this->sync(with, &connection), 0U);
    const auto request = this->manager_.dial(number(connection)).request;
    EXPECT_EQ(request.phonebook, std::filesystem::canonical(this->book()));
    EXPECT_EQ(request.entry, "Büro");
    EXPECT_EQ(request.user, "jürgen");
    EXPECT_EQ(request.password.reveal(), "пароль😀");
    EXPECT_EQ(request.phone_number, "größe");
    EXPECT_EQ(request.domain, "Straße");
    EXPECT_EQ(request.callback_number, "☎");
}

TYPED_TEST(DialArguments, OfEveryAge) {
    using Given = typename TypeParam::DialParams;
    auto with = dial_params<TypeParam>("Office");
    HRASCONN connection = nullptr;
    for (const DWORD size : {0U, 4U, DWORD{sizeof(Given)} - 1, DWORD{sizeof(Given)} + 4, 0xFFFFFFFFU}) {
        with.dwSize = size;
        EXPECT_EQ(this->sync(with, &connection), wrong_size) << size;
        EXPECT_EQ(connection, nullptr);
    }
    for (const DWORD size : api::AcceptedSizes<Given>::values) {
        with.dwSize = size;
        connection = nullptr;
        EXPECT_EQ(this->sync(with, &connection), 0U) << size;
    }
    for (const DWORD size : {24U, 44U, 60U, 40U}) {
        RASDIALEXTENSIONS extensions{};
        extensions.dwSize = size;
        connection = nullptr;
        EXPECT_EQ(this->call(&extensions, this->path_.c_str(), &with, 0, nullptr, &connection),
                  size == 40 ? wrong_size : 0U);
    }
}

TYPED_TEST(DialArguments, OptionsWithoutMeaningAreNotPassedOn) {
    RASDIALEXTENSIONS extensions{};
    extensions.dwSize = sizeof extensions;
    extensions.dwfOptions = RDEOPT_UsePrefixSuffix | RDEOPT_PausedStates | RDEOPT_NoUser;
    const auto options = [&](const char* entry, void* notifier) {
        auto with = dial_params<TypeParam>(entry);
        api::put_text<TypeParam>(with.szPhoneNumber, "0123");
        HRASCONN connection = nullptr;
        EXPECT_EQ(this->call(&extensions, this->path_.c_str(), &with, 1, notifier, &connection), 0U);
        return this->manager_.dial(number(connection)).request.options;
    };
    in_thread([&] {
        EXPECT_EQ(options("Office", this->handler_), extensions.dwfOptions);
        EXPECT_EQ(options("Office", nullptr), static_cast<DWORD>(RDEOPT_UsePrefixSuffix | RDEOPT_NoUser))
            << "a synchronous dial cannot pause";
        EXPECT_EQ(options("", this->handler_), static_cast<DWORD>(RDEOPT_NoUser)) << "without an entry";
    });
}

TYPED_TEST(DialArguments, AreChecked) {
    const auto* book = this->path_.c_str();
    auto with = dial_params<TypeParam>("Office");
    HRASCONN connection = nullptr;
    EXPECT_EQ(this->call(nullptr, book, nullptr, 0, nullptr, &connection), invalid);
    EXPECT_EQ(this->call(nullptr, book, &with, 0, nullptr, nullptr), invalid);
    EXPECT_EQ(this->call(nullptr, book, &with, 3, this->handler_, &connection), invalid);
    EXPECT_EQ(this->call(nullptr, text<TypeParam>("/nowhere/book.pbk").c_str(), &with, 0, nullptr, &connection),
              no_book);
    EXPECT_EQ(this->sync("Keiner"), no_entry);
    EXPECT_EQ(this->sync(""), no_entry) << "no number either";
    using Given = typename TypeParam::DialParams;
    const auto half_a_character = [&](auto field) {
        Given broken = with;
        (broken.*field)[0] = static_cast<typename TypeParam::Char>(0xD8C3);
        (broken.*field)[1] = 0;
        return this->sync(broken, &connection);
    };
    EXPECT_EQ(half_a_character(&Given::szEntryName), invalid);
    EXPECT_EQ(half_a_character(&Given::szUserName), invalid);
    EXPECT_EQ(half_a_character(&Given::szPassword), invalid);
    EXPECT_EQ(half_a_character(&Given::szDomain), invalid);
    EXPECT_EQ(connection, nullptr);
    this->manager_.refusal.error = ERROR_DIAL_ALREADY_IN_PROGRESS;
    EXPECT_EQ(this->sync("Office"), static_cast<DWORD>(ERROR_DIAL_ALREADY_IN_PROGRESS));
    this->manager_.refusal.error = 0;
    EXPECT_EQ(this->manager_.count(Event::Kind::Dialled), 0U);
    EXPECT_EQ(this->call(nullptr, book, &with, 3, nullptr, &connection), 0U) << "the type is ignored without notifier";
}

TYPED_TEST(DialArguments, OnlyADialThatIsKnownIsResumed) {
    in_thread([&] {
        for (void* notifier : {static_cast<void*>(nullptr), this->handler_})
            for (auto* const handle : {api::to_hrasconn(0x7FFFFFFF), reinterpret_cast<HRASCONN>(0x1234567800000001)}) {
                auto with = dial_params<TypeParam>("Office");
                HRASCONN connection = handle;
                EXPECT_EQ(this->call(nullptr, this->path_.c_str(), &with, 1, notifier, &connection), invalid_handle);
                EXPECT_EQ(connection, handle);
            }
        DWORD delivered = 99;
        EXPECT_EQ(RasPumpNotifications(INFINITE, &delivered), 0U) << "nothing is pending";
        EXPECT_EQ(delivered, 0U);
        EXPECT_EQ(this->manager_.count(Event::Kind::Dialled), 0U);
    });
}

TYPED_TEST(DialArguments, OnlyAConnectionThatIsKnownIsHungUp) {
    expect_handle_checked([](HRASCONN of) { return FACE(RasHangUp)(of); });
    HRASCONN connection = nullptr;
    ASSERT_EQ(this->sync(dial_params<TypeParam>("Büro"), &connection), 0U);
    EXPECT_EQ(FACE(RasHangUp)(connection), 0U);
    EXPECT_EQ(FACE(RasHangUp)(connection), static_cast<DWORD>(ERROR_NO_CONNECTION)) << "it is no longer one";
}

}  // namespace
}  // namespace openras::test
