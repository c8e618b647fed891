// Stored credentials: what is set, what comes back of it (never a secret), what moves with its entry.
#include "api/credential_store.h"
#include "api/lookup.h"
#include "api_fixture.h"
#include "faces.h"

namespace openras::test {
namespace {

constexpr DWORD wrong_size = ERROR_INVALID_SIZE;
constexpr DWORD invalid = ERROR_INVALID_PARAMETER;
constexpr DWORD no_entry = ERROR_CANNOT_FIND_PHONEBOOK_ENTRY;
constexpr DWORD no_book = ERROR_CANNOT_OPEN_PHONEBOOK;
constexpr DWORD too_small = ERROR_BUFFER_TOO_SMALL;
constexpr DWORD everything = RASCM_UserName | RASCM_Password | RASCM_Domain;

template <typename Traits>
class Credentials : public ApiTest {
  protected:
    ~Credentials() override { unsetenv("OPENRAS_CREDENTIALS"); }

    static auto credentials(DWORD mask, const char* user = "", const char* password = "", const char* domain = "") {
        typename Traits::Credentials made;
        std::memset(&made, 0, sizeof made);
        made.dwSize = sizeof made;
        made.dwMask = mask;
        api::put_text<Traits>(made.szUserName, user);
        api::put_text<Traits>(made.szPassword, password);
        api::put_text<Traits>(made.szDomain, domain);
        return made;
    }
    std::basic_string<typename Traits::Char> path_ = text<Traits>(book());
    std::basic_string<typename Traits::Char> entry_ = text<Traits>("büro");  // the book has another spelling
};
TYPED_TEST_SUITE(Credentials, Faces);

TYPED_TEST(Credentials, ComeBackWithoutThePassword) {
    const auto* book = this->path_.c_str();
    const auto entry = text<TypeParam>("Büro");
    auto given = this->credentials(everything, "jürgen", "geheim", "Straße");
    ASSERT_EQ(FACE(RasSetCredentials)(book, entry.c_str(), &given, 0), 0U);
    EXPECT_EQ(this->manager_.vault("Büro").password.reveal(), "geheim");
    auto got = this->credentials(everything | RASCM_UserName);
    ASSERT_EQ(FACE(RasGetCredentials)(book, entry.c_str(), &got), 0U);
    EXPECT_EQ(got.dwMask, everything);
    EXPECT_EQ(utf8(got.szUserName), "jürgen");
    EXPECT_EQ(utf8(got.szPassword), "****************");
    EXPECT_EQ(utf8(got.szDomain), "Straße");
    ASSERT_EQ(FACE(RasSetCredentials)(book, entry.c_str(), &got, 0), 0U) << "what came back can be given back";
    EXPECT_EQ(this->manager_.vault("Büro").password.reveal(), "geheim");
    auto cleared = this->credentials(RASCM_Password);
    ASSERT_EQ(FACE(RasSetCredentials)(book, entry.c_str(), &cleared, 1), 0U);
    got = this->credentials(RASCM_Password);
    ASSERT_EQ(FACE(RasGetCredentials)(book, entry.c_str(), &got), 0U);
    EXPECT_EQ(got.dwMask, 0U);
    EXPECT_EQ(utf8(got.szPassword), "");
}

TYPED_TEST(Credentials, HaveAKeyOfTheirOwn) {
    const auto* book = this->path_.c_str();
    const auto entry = text<TypeParam>("Office");
    auto given = this->credentials(RASCM_PreSharedKey, "", "shared");
    ASSERT_EQ(FACE(RasSetCredentials)(book, entry.c_str(), &given, 0), 0U);
    EXPECT_EQ(this->manager_.vault("Office").pre_shared_key.reveal(), "shared");
    auto got = this->credentials(RASCM_Password);
    ASSERT_EQ(FACE(RasGetCredentials)(book, entry.c_str(), &got), 0U);
    EXPECT_EQ(got.dwMask, 0U) << "the key is no password";
    got = this->credentials(RASCM_PreSharedKey);
    ASSERT_EQ(FACE(RasGetCredentials)(book, entry.c_str(), &got), 0U);
    EXPECT_EQ(utf8(got.szPassword), "****************");
}

TYPED_TEST(Credentials, OfEveryoneAreForTheSystemsBook) {
    const auto entry = text<TypeParam>("Office");
    auto given = this->credentials(RASCM_DefaultCreds | everything, "all", "theirs");
    EXPECT_EQ(FACE(RasSetCredentials)(this->path_.c_str(), entry.c_str(), &given, 0),
              static_cast<DWORD>(ERROR_ACCESS_DENIED));
    EXPECT_EQ(FACE(RasGetCredentials)(this->path_.c_str(), entry.c_str(), &given),
              static_cast<DWORD>(ERROR_ACCESS_DENIED));
    api::use_system_book(this->book());
    EXPECT_EQ(FACE(RasSetCredentials)(this->path_.c_str(), entry.c_str(), &given, 0), 0U);
    auto got = this->credentials(RASCM_DefaultCreds | RASCM_UserName);
    EXPECT_EQ(FACE(RasGetCredentials)(this->path_.c_str(), entry.c_str(), &got), 0U);
    EXPECT_EQ(got.dwMask, static_cast<DWORD>(RASCM_DefaultCreds | RASCM_UserName));
    EXPECT_EQ(utf8(got.szUserName), "all");
    api::use_system_book("/etc/openras/rasphone.pbk");
    EXPECT_EQ(this->manager_.vault("Office", true).password.reveal(), "theirs");
    EXPECT_EQ(this->manager_.vault("Office").items, 0U);
}

TYPED_TEST(Credentials, ArgumentsAreChecked) {
    const auto* book = this->path_.c_str();
    const auto name = text<TypeParam>("Office");
    const auto unknown = text<TypeParam>("Keiner");
    auto given = this->credentials(everything, "u", "p");
    typename TypeParam::Credentials* const null = nullptr;
    const typename TypeParam::Char* const no_name = nullptr;
    EXPECT_EQ(FACE(RasSetCredentials)(book, name.c_str(), null, 0), invalid);
    EXPECT_EQ(FACE(RasGetCredentials)(book, name.c_str(), null), invalid);
    EXPECT_EQ(FACE(RasSetCredentials)(book, no_name, &given, 0), invalid);
    EXPECT_EQ(FACE(RasGetCredentials)(book, no_name, &given), invalid);
    EXPECT_EQ(FACE(RasSetCredentials)(book, unknown.c_str(), &given, 0), no_entry);
    EXPECT_EQ(FACE(RasGetCredentials)(book, unknown.c_str(), &given), no_entry);
    EXPECT_EQ(FACE(RasSetCredentials)(name.c_str(), name.c_str(), &given, 0), no_book);
    EXPECT_EQ(FACE(RasGetCredentials)(name.c_str(), name.c_str(), &given), no_book);
    for (const DWORD mask : {0U, 8U, 0x80U, 0x12U, 0xFFFFFFFFU}) {
        given.dwMask = mask;
        EXPECT_EQ(FACE(RasSetCredentials)(book, name.c_str(), &given, 0), invalid) << mask;
        EXPECT_EQ(FACE(RasGetCredentials)(book, name.c_str(), &given), invalid) << mask;
    }
    given.dwSize += 1;
    EXPECT_EQ(FACE(RasSetCredentials)(book, name.c_str(), &given, 0), wrong_size);
    EXPECT_EQ(FACE(RasGetCredentials)(book, name.c_str(), &given), wrong_size);
    EXPECT_EQ(this->manager_.vault("Office").items, 0U);
}

TYPED_TEST(Credentials, AsDialParametersOfEveryAge) {
    using Params = typename TypeParam::DialParams;
    const auto* book = this->path_.c_str();
    auto given = dial_params<TypeParam>("Büro", "jürgen", "geheim");
    api::put_text<TypeParam>(given.szCallbackNumber, "4711");
    ASSERT_EQ(FACE(RasSetEntryDialParams)(book, &given, 0), 0U);
    for (const std::uint32_t size : api::AcceptedSizes<Params>::values) {
        std::vector<char> space(size + 1, '\x55');
        auto asked = dial_params<TypeParam>("Büro");
        api::put_text<TypeParam>(asked.szPhoneNumber, "to be emptied");
        asked.dwSize = size;
        std::memcpy(space.data(), &asked, size);
        BOOL password = 0;
        auto* params = reinterpret_cast<Params*>(space.data());
        ASSERT_EQ(FACE(RasGetEntryDialParams)(book, params, &password), 0U) << size;
        EXPECT_TRUE(password);
        EXPECT_EQ(utf8(params->szUserName), "jürgen");
        EXPECT_EQ(utf8(params->szPassword), "****************");
        EXPECT_EQ(utf8(params->szCallbackNumber), "4711");
        EXPECT_EQ(utf8(params->szPhoneNumber), "");
        EXPECT_EQ(space.back(), '\x55') << size;
    }
}

TYPED_TEST(Credentials, WhatIsEmptyInDialParametersStays) {
    const auto* book = this->path_.c_str();
    auto given = dial_params<TypeParam>("Office", "one", "secret");
    api::put_text<TypeParam>(given.szDomain, "DOMAIN");
    ASSERT_EQ(FACE(RasSetEntryDialParams)(book, &given, 0), 0U);
    given = dial_params<TypeParam>("Office", "", "other");
    ASSERT_EQ(FACE(RasSetEntryDialParams)(book, &given, 0), 0U);
    EXPECT_EQ(this->manager_.vault("Office").password.reveal(), "secret") << "without a user name it stays";
    given = dial_params<TypeParam>("Office", "two", "****************");
    ASSERT_EQ(FACE(RasSetEntryDialParams)(book, &given, 0), 0U);
    EXPECT_EQ(this->manager_.vault("Office").user, "two");
    EXPECT_EQ(this->manager_.vault("Office").domain, "DOMAIN");
    EXPECT_EQ(this->manager_.vault("Office").password.reveal(), "secret");
    BOOL password = 0;
    given = dial_params<TypeParam>("Office");
    ASSERT_EQ(FACE(RasSetEntryDialParams)(book, &given, 1), 0U);
    ASSERT_EQ(FACE(RasGetEntryDialParams)(book, &given, &password), 0U);
    EXPECT_FALSE(password);
    EXPECT_EQ(utf8(given.szPassword), "");
    EXPECT_EQ(utf8(given.szUserName), "two");
}

TYPED_TEST(Credentials, DialParameterArgumentsAreChecked) {
    const auto* book = this->path_.c_str();
    auto params = dial_params<TypeParam>("Keiner");
    BOOL password = 0;
    typename TypeParam::DialParams* const null = nullptr;
    EXPECT_EQ(FACE(RasGetEntryDialParams)(book, &params, &password), no_entry);
    EXPECT_EQ(FACE(RasSetEntryDialParams)(book, &params, 0), no_entry);
    params = dial_params<TypeParam>("");
    EXPECT_EQ(FACE(RasGetEntryDialParams)(book, &params, &password), no_entry);
    params = dial_params<TypeParam>("Office");
    EXPECT_EQ(FACE(RasGetEntryDialParams)(this->entry_.c_str(), &params, &password), no_book);
    EXPECT_EQ(FACE(RasSetEntryDialParams)(this->entry_.c_str(), &params, 0), no_book);
    EXPECT_EQ(FACE(RasGetEntryDialParams)(book, null, &password), static_cast<DWORD>(ERROR_BUFFER_INVALID));
    EXPECT_EQ(FACE(RasGetEntryDialParams)(book, &params, nullptr), static_cast<DWORD>(ERROR_BUFFER_INVALID));
    EXPECT_EQ(FACE(RasSetEntryDialParams)(book, null, 0), static_cast<DWORD>(ERROR_BUFFER_INVALID));
    params.dwSize = 7;
    EXPECT_EQ(FACE(RasGetEntryDialParams)(book, &params, &password), wrong_size);
    EXPECT_EQ(FACE(RasSetEntryDialParams)(book, &params, 0), wrong_size);
}

TYPED_TEST(Credentials, EapDataIsTheUsersOwn) {
    const auto* book = this->path_.c_str();
    const auto name = text<TypeParam>("Büro");
    const auto unknown = text<TypeParam>("Keiner");
    BYTE data[] = {0, 0xFF, 10, 13};
    DWORD bytes = 99;
    ASSERT_EQ(FACE(RasGetEapUserData)(nullptr, book, name.c_str(), nullptr, &bytes), 0U);
    EXPECT_EQ(bytes, 0U) << "nothing is stored";
    ASSERT_EQ(FACE(RasSetEapUserData)(nullptr, book, name.c_str(), data, DWORD{sizeof data}), 0U);
    BYTE got[sizeof data] = {};
    bytes = sizeof got - 1;
    EXPECT_EQ(FACE(RasGetEapUserData)(nullptr, book, name.c_str(), got, &bytes), too_small);
    EXPECT_EQ(bytes, sizeof got);
    ASSERT_EQ(FACE(RasGetEapUserData)(nullptr, book, name.c_str(), got, &bytes), 0U);
    EXPECT_EQ(std::memcmp(got, data, sizeof data), 0);
    EXPECT_EQ(FACE(RasGetEapUserData)(nullptr, book, name.c_str(), got, nullptr), E_INVALIDARG);
    EXPECT_EQ(FACE(RasGetEapUserData)(HANDLE(8), book, name.c_str(), got, &bytes), E_INVALIDARG);
    EXPECT_EQ(FACE(RasGetEapUserData)(nullptr, book, unknown.c_str(), got, &bytes), no_entry);
    EXPECT_EQ(FACE(RasGetEapUserData)(nullptr, name.c_str(), name.c_str(), got, &bytes), no_book);
    EXPECT_EQ(FACE(RasSetEapUserData)(nullptr, book, name.c_str(), nullptr, 0U), E_INVALIDARG);
    EXPECT_EQ(FACE(RasSetEapUserData)(nullptr, book, name.c_str(), data, 0xFFFFFFFFU), E_INVALIDARG);
    EXPECT_EQ(FACE(RasSetEapUserData)(nullptr, book, unknown.c_str(), data, 4U), no_entry);
    EXPECT_EQ(FACE(RasSetEapUserData)(nullptr, name.c_str(), name.c_str(), data, 4U), no_book);
    EXPECT_EQ(FACE(RasSetEapUserData)(HANDLE(8), book, name.c_str(), data, 4U), E_INVALIDARG);
    EXPECT_EQ(FACE(RasSetEapUserData)(nullptr, book, name.c_str(), data, 0U), E_INVALIDARG);
    const typename TypeParam::Char* const no_name = nullptr;
    EXPECT_EQ(FACE(RasSetEapUserData)(nullptr, book, no_name, data, 4U), E_INVALIDARG);
    EXPECT_EQ(FACE(RasGetEapUserData)(nullptr, book, no_name, got, &bytes), E_INVALIDARG);
    ASSERT_EQ(FACE(RasGetEapUserData)(nullptr, book, name.c_str(), nullptr, &bytes), too_small);
    EXPECT_EQ(bytes, sizeof got) << "as it was";
    std::vector<BYTE> most(std::size_t{16} * 1024 + 1, BYTE{0xA5});
    EXPECT_EQ(FACE(RasSetEapUserData)(nullptr, book, name.c_str(), most.data(), DWORD{16 * 1024 + 1}), E_INVALIDARG);
    EXPECT_EQ(FACE(RasSetEapUserData)(nullptr, book, name.c_str(), most.data(), DWORD{16 * 1024}), 0U);
    ASSERT_EQ(FACE(RasGetEapUserData)(nullptr, book, name.c_str(), nullptr, &bytes), too_small);
    EXPECT_EQ(bytes, 16U * 1024);
}

TYPED_TEST(Credentials, GoWithTheirEntry) {
    const auto* book = this->path_.c_str();
    const auto name = text<TypeParam>("Büro");
    const auto other = text<TypeParam>("Zuhause");
    auto given = this->credentials(everything, "u", "p");
    ASSERT_EQ(FACE(RasSetCredentials)(book, name.c_str(), &given, 0), 0U);
    ASSERT_EQ(FACE(RasRenameEntry)(book, name.c_str(), other.c_str()), 0U);
    EXPECT_EQ(this->manager_.vault("Büro").items, 0U);
    EXPECT_EQ(this->manager_.vault("Zuhause").password.reveal(), "p");
    ASSERT_EQ(FACE(RasDeleteEntry)(book, other.c_str()), 0U);
    EXPECT_EQ(this->manager_.vault("Zuhause").items, 0U);
}

TYPED_TEST(Credentials, OfAnEntryThatIsNewAreForgotten) {
    const auto* book = this->path_.c_str();
    const auto name = text<TypeParam>("Office");
    typename TypeParam::Entry entry;
    std::memset(&entry, 0, sizeof entry);
    entry.dwSize = sizeof entry;
    entry.dwType = RASET_Broadband;
    entry.dwFramingProtocol = RASFP_Ppp;
    api::put_text<TypeParam>(entry.szDeviceType, RASDT_PPPoE);
    api::put_text<TypeParam>(entry.szDeviceName, "eth0");
    const auto write = [&] {
        return FACE(RasSetEntryProperties)(book, name.c_str(), &entry, DWORD{sizeof entry}, nullptr, 0U);
    };
    auto given = this->credentials(everything, "u", "p");
    ASSERT_EQ(FACE(RasSetCredentials)(book, name.c_str(), &given, 0), 0U);
    ASSERT_EQ(write(), 0U);
    EXPECT_EQ(this->manager_.vault("Office").password.reveal(), "p") << "it is the same entry";
    std::ofstream(this->book(), std::ios::trunc) << "";  // an editor has removed it
    ASSERT_EQ(write(), 0U);
    EXPECT_EQ(this->manager_.vault("Office").items, 0U);
}

TYPED_TEST(Credentials, GoByTheGuidOfTheirEntry) {
    const auto* book = this->path_.c_str();
    auto given = this->credentials(everything, "u", "p");
    ASSERT_EQ(FACE(RasSetCredentials)(book, text<TypeParam>("OFFICE").c_str(), &given, 0), 0U);
    EXPECT_EQ(this->manager_.vault("Office").guid, "000102030405060708090a0b0c0d0e0f");
    ASSERT_EQ(FACE(RasSetCredentials)(book, text<TypeParam>("Büro").c_str(), &given, 0), 0U);
    EXPECT_EQ(this->manager_.vault("Büro").guid, "") << "it has none";
    api::use_system_book(this->book());
    ASSERT_EQ(FACE(RasSetCredentials)(book, text<TypeParam>("Office").c_str(), &given, 0), 0U);
    EXPECT_EQ(this->manager_.vault("Office").guid, "") << "the manager reads it itself";
    api::use_system_book("/etc/openras/rasphone.pbk");
}

TYPED_TEST(Credentials, WithoutAStoreNothingIsKept) {
    setenv("OPENRAS_CREDENTIALS", "none", 1);
    const auto* book = this->path_.c_str();
    const auto name = text<TypeParam>("Office");
    auto given = this->credentials(everything, "u", "p");
    EXPECT_EQ(FACE(RasSetCredentials)(book, name.c_str(), &given, 0), 50U);
    EXPECT_EQ(FACE(RasSetCredentials)(book, name.c_str(), &given, 1), 0U) << "nothing to forget";
    EXPECT_EQ(FACE(RasGetCredentials)(book, name.c_str(), &given), 0U);
    EXPECT_EQ(given.dwMask, 0U);
    EXPECT_EQ(FACE(RasGetCredentials)(book, text<TypeParam>("Keiner").c_str(), &given), invalid);
    EXPECT_EQ(this->manager_.vault("Office").items, 0U);
}

TYPED_TEST(Credentials, OfNoEntryInTheDefaultBooks) {
    this->use_as_user_book();
    api::use_system_book(this->directory_ + "/system.pbk");
    const auto unknown = text<TypeParam>("Keiner");
    const typename TypeParam::Char* const null = nullptr;
    auto asked = this->credentials(everything);
    auto params = dial_params<TypeParam>("Keiner");
    BOOL password = 0;
    DWORD bytes = 0;
    auto kept = this->credentials(RASCM_Password);
    api::put_text<TypeParam>(kept.szPassword, "****************");
    const auto nothing_to_set = [&] {
        EXPECT_EQ(FACE(RasSetEntryDialParams)(null, &params, 0), no_entry) << "its members are empty";
        EXPECT_EQ(FACE(RasSetCredentials)(null, unknown.c_str(), &kept, 0), no_entry) << "the password stays";
    };
    EXPECT_EQ(FACE(RasGetCredentials)(null, unknown.c_str(), &asked), no_entry) << "no system book";
    nothing_to_set();
    std::ofstream(this->directory_ + "/system.pbk")
        << "[Other]\nMEDIA=rastapi\nDevice=e\n\nDEVICE=PPPoE\nPhoneNumber=\n";
    nothing_to_set();
    EXPECT_EQ(FACE(RasGetCredentials)(null, unknown.c_str(), &asked), no_entry);
    EXPECT_EQ(FACE(RasGetEntryDialParams)(null, &params, &password), no_entry);
    EXPECT_EQ(FACE(RasGetEapUserData)(nullptr, null, unknown.c_str(), nullptr, &bytes), no_entry);
    EXPECT_EQ(FACE(RasGetCredentials)(null, text<TypeParam>("Other").c_str(), &asked), 0U);
    api::use_system_book("/etc/openras/rasphone.pbk");
}

TYPED_TEST(Credentials, TheStoreIsTheUsersChoice) {
    this->use_as_user_book();
    const std::string settings = this->directory_ + "/openras/library.toml";
    const auto name = text<TypeParam>("Office");
    auto given = this->credentials(everything, "u", "p");
    const auto set = [&] { return FACE(RasSetCredentials)(nullptr, name.c_str(), &given, 0); };
    std::ofstream(settings) << "credentials = 'none'\n";
    EXPECT_EQ(set(), 50U);
    setenv("OPENRAS_CREDENTIALS", "nowhere", 1);
    EXPECT_EQ(set(), 50U) << "a store that there is not is none";
    setenv("OPENRAS_CREDENTIALS", "manager", 1);
    EXPECT_EQ(set(), 0U) << "the environment comes first";
    unsetenv("OPENRAS_CREDENTIALS");
    std::ofstream(settings) << "credentials = 'manager'\n";
    EXPECT_EQ(set(), 0U);
}

using Dials = Credentials<api::Ansi>;

TEST_F(Dials, SayTheNameAsTheBookSpellsIt) {
    auto with = params("OFFICE");
    std::memset(with.szUserName, 0, sizeof with.szUserName);
    std::memset(with.szPassword, 0, sizeof with.szPassword);
    HRASCONN connection = nullptr;
    ASSERT_EQ(RasDialA(nullptr, book().c_str(), &with, 0, nullptr, &connection), 0U);
    const bus::DialRequest request = manager_.dial(number(connection)).request;
    EXPECT_EQ(request.entry, "Office") << "what is stored is found by it";
    EXPECT_TRUE(request.user.empty());
    EXPECT_EQ(RasHangUpA(connection), 0U);
}

TEST_F(Dials, NeedAManagerForWhatIsStored) {
    auto given = credentials(everything);
    manager_.kill();
    EXPECT_EQ(RasGetCredentialsA(book().c_str(), "Office", &given), static_cast<DWORD>(ERROR_RASMAN_CANNOT_INITIALIZE));
    EXPECT_EQ(RasRenameEntryA(book().c_str(), "Office", "Home"), 0U) << "the book needs none";
    manager_.start();
}

}  // namespace
}  // namespace openras::test
