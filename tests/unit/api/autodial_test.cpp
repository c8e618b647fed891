// AutoDial's database: addresses, the default connection, locations, parameters; and the identity that EAP asks for.
#include <sys/wait.h>

#include <thread>

#include "api/autodial_store.h"
#include "api_fixture.h"
#include "faces.h"

namespace openras::test {
namespace {

constexpr DWORD too_small = ERROR_BUFFER_TOO_SMALL;
constexpr DWORD wrong_size = ERROR_INVALID_SIZE;
constexpr DWORD invalid = ERROR_INVALID_PARAMETER;
constexpr DWORD no_entry = ERROR_CANNOT_FIND_PHONEBOOK_ENTRY;

template <typename Traits>
class Autodial : public ApiTest {
  protected:
    Autodial() { use_as_user_book(); }

    static auto entry(const char* name, DWORD location = 0) {
        typename Traits::AutodialEntry made;
        std::memset(&made, 0, sizeof made);
        made.dwSize = sizeof made;
        made.dwDialingLocation = location;
        api::put_text<Traits>(made.szEntry, name);
        return made;
    }
    [[nodiscard]] std::string file() const { return directory_ + "/openras/autodial.toml"; }
};
TYPED_TEST_SUITE(Autodial, Faces);

TYPED_TEST(Autodial, AddressesHaveEntries) {
    using Entry = typename TypeParam::AutodialEntry;
    const auto address = text<TypeParam>("www.müller.example");
    const auto get = [&](const auto* name) {
        return fetch_array<Entry>([&](auto* array, DWORD* bytes, DWORD* count) {
            return FACE(RasGetAutodialAddress)(name, nullptr, array, bytes, count);
        });
    };
    EXPECT_TRUE(get(address.c_str()).empty()) << "unknown";
    Entry entries[] = {this->entry("Büro", 1), this->entry("Office", 2)};
    ASSERT_EQ(FACE(RasSetAutodialAddress)(address.c_str(), 0, entries, sizeof entries, 2), 0U);
    const auto got = get(text<TypeParam>("WWW.müller.EXAMPLE").c_str());
    ASSERT_EQ(got.size(), 2U);
    EXPECT_EQ(utf8(got[0].szEntry), "Büro");
    EXPECT_EQ(got[1].dwDialingLocation, 2U);
    ASSERT_EQ(FACE(RasSetAutodialAddress)(address.c_str(), 0, entries, sizeof entries[0], 1), 0U);
    EXPECT_EQ(get(address.c_str()).size(), 1U) << "replaced";
    ASSERT_EQ(FACE(RasSetAutodialAddress)(address.c_str(), 0, nullptr, 0, 0), 0U);
    EXPECT_TRUE(get(address.c_str()).empty()) << "removed";
    EXPECT_EQ(FACE(RasSetAutodialAddress)(address.c_str(), 0, nullptr, 0, 0), 0U);
}

TYPED_TEST(Autodial, TheDefaultConnectionHasNoAddress) {
    using Entry = typename TypeParam::AutodialEntry;
    using Char = typename TypeParam::Char;
    const Char* const none = nullptr;
    const Char empty[] = {0};
    const auto get = [&] {
        return fetch_array<Entry>([&](auto* array, DWORD* bytes, DWORD* count) {
            return FACE(RasGetAutodialAddress)(none, nullptr, array, bytes, count);
        });
    };
    EXPECT_TRUE(get().empty());
    Entry entries[] = {this->entry("Office"), this->entry("Büro", 1)};
    EXPECT_EQ(FACE(RasSetAutodialAddress)(none, 0, entries, sizeof entries, 2), invalid);
    ASSERT_EQ(FACE(RasSetAutodialAddress)(none, 0, entries, sizeof entries, 1), 0U);
    ASSERT_EQ(get().size(), 1U);
    EXPECT_EQ(utf8(get()[0].szEntry), "Office");
    ASSERT_EQ(FACE(RasSetAutodialAddress)(empty, 0, nullptr, 0, 0), 0U);
    EXPECT_TRUE(get().empty());
}

TYPED_TEST(Autodial, AddressesAreListedInOneBuffer) {
    using Char = typename TypeParam::Char;
    DWORD bytes = 0;
    DWORD count = 99;
    EXPECT_EQ(FACE(RasEnumAutodialAddresses)(nullptr, &bytes, &count), 0U);
    EXPECT_EQ(count, 0U);
    auto entry = this->entry("Office");
    for (const char* name : {"10.0.0.1", "größe"})
        ASSERT_EQ(FACE(RasSetAutodialAddress)(text<TypeParam>(name).c_str(), 0, &entry, sizeof entry, 1), 0U);
    ASSERT_EQ(FACE(RasEnumAutodialAddresses)(nullptr, &bytes, &count), too_small);
    const auto second = text<TypeParam>("größe");
    EXPECT_EQ(bytes, 2 * sizeof(Char*) + (9 + second.size() + 1) * sizeof(Char));
    std::vector<Char*> space(bytes / sizeof(Char*) + 1);
    --bytes;
    EXPECT_EQ(FACE(RasEnumAutodialAddresses)(space.data(), &bytes, &count), too_small);
    ASSERT_EQ(FACE(RasEnumAutodialAddresses)(space.data(), &bytes, &count), 0U);
    ASSERT_EQ(count, 2U);
    EXPECT_EQ(space[1], second);
    EXPECT_EQ(FACE(RasEnumAutodialAddresses)(nullptr, nullptr, &count), invalid);
    EXPECT_EQ(FACE(RasEnumAutodialAddresses)(nullptr, &bytes, nullptr), invalid);
}

TYPED_TEST(Autodial, AnEmptyListOfAnAddressThatHasNoneWritesNothing) {
    const auto name = text<TypeParam>("nowhere.example");
    const typename TypeParam::Char* const none = nullptr;
    const bool there = std::filesystem::exists(this->file());
    for (const auto* address : {name.c_str(), none})
        EXPECT_EQ(FACE(RasSetAutodialAddress)(address, 0, nullptr, 0, 0), 0U);
    EXPECT_EQ(std::filesystem::exists(this->file()), there);
    setenv("XDG_CONFIG_HOME", "/proc/openras", 1);  // a home that nobody can write to
    EXPECT_EQ(FACE(RasSetAutodialAddress)(name.c_str(), 0, nullptr, 0, 0), 0U);
}

TYPED_TEST(Autodial, AddressArgumentsAreChecked) {
    const auto name = text<TypeParam>("host");
    auto entry = this->entry("Office");
    DWORD bytes = 0;
    DWORD count = 0;
    DWORD reserved = 0;
    EXPECT_EQ(FACE(RasGetAutodialAddress)(name.c_str(), &reserved, &entry, &bytes, &count), invalid);
    EXPECT_EQ(FACE(RasGetAutodialAddress)(name.c_str(), nullptr, &entry, nullptr, &count), invalid);
    EXPECT_EQ(FACE(RasGetAutodialAddress)(name.c_str(), nullptr, &entry, &bytes, nullptr), invalid);
    EXPECT_EQ(FACE(RasSetAutodialAddress)(name.c_str(), 1, &entry, sizeof entry, 1), invalid);
    EXPECT_EQ(FACE(RasSetAutodialAddress)(name.c_str(), 0, nullptr, 0, 1), invalid);
    EXPECT_EQ(FACE(RasSetAutodialAddress)(name.c_str(), 0, &entry, sizeof entry, 2), too_small);
    auto unknown = this->entry("Keiner");
    EXPECT_EQ(FACE(RasSetAutodialAddress)(name.c_str(), 0, &unknown, sizeof unknown, 1), no_entry);
    decltype(entry) twice[] = {this->entry("Office", 1), this->entry("Büro", 1)};
    EXPECT_EQ(FACE(RasSetAutodialAddress)(name.c_str(), 0, twice, sizeof twice, 2), invalid) << "one for each location";
    entry.dwSize = 4;
    EXPECT_EQ(FACE(RasSetAutodialAddress)(name.c_str(), 0, &entry, sizeof entry, 1), wrong_size);
    ASSERT_EQ(FACE(RasGetAutodialAddress)(name.c_str(), nullptr, &entry, &bytes, &count), 0U) << "nothing was stored";
    bytes = sizeof entry;
    EXPECT_EQ(FACE(RasGetAutodialAddress)(name.c_str(), nullptr, &entry, &bytes, &count), wrong_size);
}

TYPED_TEST(Autodial, AddressesAreNotMoreThanTenThousand) {
    std::ofstream stream(this->file());
    for (std::size_t i = 0; i < api::max_autodial_addresses; ++i)
        stream << "[[address]]\nname = 'host" << i << "'\nentries = [{entry = 'Office'}]\n";
    stream.close();
    auto entry = this->entry("Büro");
    const auto set = [&](const char* name) {
        return FACE(RasSetAutodialAddress)(text<TypeParam>(name).c_str(), 0U, &entry, DWORD{sizeof entry}, 1U);
    };
    EXPECT_EQ(set("größe"), static_cast<DWORD>(ERROR_NOT_ENOUGH_MEMORY));
    EXPECT_EQ(set("host9999"), 0U) << "it has its place";
    ASSERT_EQ(FACE(RasSetAutodialAddress)(text<TypeParam>("host0").c_str(), 0U, nullptr, 0U, 0U), 0U);
    EXPECT_EQ(set("größe"), 0U);
}

TYPED_TEST(Autodial, IsOnAtALocationUnlessSwitchedOff) {
    BOOL enabled = 0;
    ASSERT_EQ(FACE(RasGetAutodialEnable)(7, &enabled), 0U);
    EXPECT_TRUE(enabled);
    ASSERT_EQ(FACE(RasSetAutodialEnable)(7, 0), 0U);
    ASSERT_EQ(FACE(RasGetAutodialEnable)(7, &enabled), 0U);
    EXPECT_FALSE(enabled);
    ASSERT_EQ(FACE(RasGetAutodialEnable)(8, &enabled), 0U);
    EXPECT_TRUE(enabled);
    ASSERT_EQ(FACE(RasSetAutodialEnable)(7, 2), 0U);
    ASSERT_EQ(FACE(RasGetAutodialEnable)(7, &enabled), 0U);
    EXPECT_TRUE(enabled);
    EXPECT_EQ(FACE(RasGetAutodialEnable)(7, nullptr), invalid);
}

TYPED_TEST(Autodial, ParametersAreNumbers) {
    constexpr DWORD defaults[] = {0, 0, 100, 5, 60};
    for (DWORD key = 0; key < 5; ++key) {
        DWORD value = 99;
        DWORD bytes = sizeof value;
        ASSERT_EQ(FACE(RasGetAutodialParam)(key, &value, &bytes), 0U) << key;
        EXPECT_EQ(value, defaults[key]) << key;
        DWORD wanted = 0xFFFFFFF0 + key;
        ASSERT_EQ(FACE(RasSetAutodialParam)(key, &wanted, sizeof wanted), 0U) << key;
        ASSERT_EQ(FACE(RasGetAutodialParam)(key, &value, &bytes), 0U) << key;
        EXPECT_EQ(value, wanted) << key;
        bytes = 3;
        EXPECT_EQ(FACE(RasGetAutodialParam)(key, &value, &bytes), wrong_size);
        EXPECT_EQ(bytes, sizeof value);
        EXPECT_EQ(FACE(RasGetAutodialParam)(key, nullptr, &bytes), invalid);
        EXPECT_EQ(FACE(RasGetAutodialParam)(key, &value, nullptr), invalid);
        EXPECT_EQ(FACE(RasSetAutodialParam)(key, &value, 2), wrong_size);
        EXPECT_EQ(FACE(RasSetAutodialParam)(key, nullptr, 4), invalid);
    }
    DWORD value = 0;
    DWORD bytes = sizeof value;
    EXPECT_EQ(FACE(RasGetAutodialParam)(5, &value, &bytes), invalid);
    EXPECT_EQ(FACE(RasSetAutodialParam)(5, &value, bytes), invalid);
}

TYPED_TEST(Autodial, ADamagedFileIsSaidAndKept) {
    constexpr DWORD damaged = ERROR_CORRUPT_PHONEBOOK;
    std::filesystem::create_directories(this->directory_ + "/openras");
    for (const char* damage : {"=", "parameters = {saved_addresses_limit = -1}\n", "[[address]]\nname = 1\n"}) {
        std::ofstream(this->file()) << damage;
        BOOL enabled = 0;
        EXPECT_EQ(FACE(RasGetAutodialEnable)(0, &enabled), damaged) << damage;
        EXPECT_EQ(FACE(RasSetAutodialEnable)(0, 0), damaged);
        DWORD bytes = 0;
        DWORD count = 0;
        DWORD value = 0;
        EXPECT_EQ(FACE(RasEnumAutodialAddresses)(nullptr, &bytes, &count), damaged);
        EXPECT_EQ(FACE(RasGetAutodialAddress)(nullptr, nullptr, nullptr, &bytes, &count), damaged);
        EXPECT_EQ(FACE(RasSetAutodialAddress)(nullptr, 0U, nullptr, 0U, 0U), damaged);
        EXPECT_EQ(FACE(RasSetAutodialParam)(0U, &value, DWORD{sizeof value}), damaged);
        bytes = sizeof value;
        EXPECT_EQ(FACE(RasGetAutodialParam)(0U, &value, &bytes), damaged);
        std::ifstream still(this->file());
        EXPECT_EQ(std::string(std::istreambuf_iterator<char>(still), {}), damage);
    }
}

TYPED_TEST(Autodial, ADisabledLoginSessionEndsWithIt) {
    DWORD value = 1;
    ASSERT_EQ(FACE(RasSetAutodialParam)(RASADP_LoginSessionDisable, &value, sizeof value), 0U);
    std::ifstream stream(this->file());
    std::string bytes(std::istreambuf_iterator<char>(stream), {});
    const auto at = bytes.find("login_session = '");
    ASSERT_NE(at, std::string::npos) << bytes;
    bytes.insert(at + 17, "another");
    std::ofstream(this->file()) << bytes;
    DWORD length = sizeof value;
    ASSERT_EQ(FACE(RasGetAutodialParam)(RASADP_LoginSessionDisable, &value, &length), 0U);
    EXPECT_EQ(value, 0U);
}

using AutodialFile = Autodial<api::Ansi>;

TEST_F(AutodialFile, ProcessesThatChangeItAtOnceLoseNothing) {
    std::vector<pid_t> children;
    for (int child = 0; child < 4; ++child) {
        const pid_t pid = fork();
        if (pid == 0) {
            for (int i = 0; i < 25; ++i)
                if (RasSetAutodialEnableA(static_cast<DWORD>(100 * child + i), 0) != 0) _exit(1);
            _exit(0);
        }
        children.push_back(pid);
    }
    for (const pid_t pid : children) {
        int status = 0;
        ASSERT_EQ(waitpid(pid, &status, 0), pid);
        EXPECT_EQ(status, 0);
    }
    EXPECT_EQ(api::read_autodial()->enabled.size(), 100U);
    EXPECT_EQ(std::filesystem::status(file()).permissions(), std::filesystem::perms(0600));
}

TYPED_TEST(Autodial, NoEapMethodAsksWhoTheUserIs) {
    using Identity = typename TypeParam::EapUserIdentity;
    Identity* identity = reinterpret_cast<Identity*>(8);
    const auto name = text<TypeParam>("Büro");
    EXPECT_EQ(FACE(RasGetEapUserIdentity)(nullptr, name.c_str(), 0U, nullptr, &identity),
              static_cast<DWORD>(ERROR_INVALID_FUNCTION_FOR_ENTRY));
    EXPECT_EQ(identity, nullptr);
    FACE(RasFreeEapUserIdentity)(identity);
    Identity** const nowhere = nullptr;
    EXPECT_EQ(FACE(RasGetEapUserIdentity)(nullptr, name.c_str(), 0U, nullptr, nowhere), E_INVALIDARG);
    EXPECT_EQ(FACE(RasGetEapUserIdentity)(nullptr, nullptr, 0U, nullptr, &identity), E_INVALIDARG);
    EXPECT_EQ(FACE(RasGetEapUserIdentity)(name.c_str(), name.c_str(), 0U, nullptr, &identity),
              static_cast<DWORD>(ERROR_CANNOT_OPEN_PHONEBOOK));
    identity = reinterpret_cast<Identity*>(8);
    EXPECT_EQ(FACE(RasGetEapUserIdentity)(nullptr, text<TypeParam>("Keiner").c_str(), 0U, nullptr, &identity),
              no_entry);
    EXPECT_EQ(identity, nullptr);
}

}  // namespace
}  // namespace openras::test
