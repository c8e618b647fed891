// What may be stored for an entry, and how it is sealed.
#include "manager/credential_vault.h"

#include <gtest/gtest.h>
#include <ras.h>

#include "manager/sealing.h"

namespace openras::manager {
namespace {

const EntryName office{"/book.pbk", "Office"};

bus::SetCredentialsRequest items(std::uint32_t which, std::string user, const std::string& secret) {
    bus::SetCredentialsRequest request;
    request.items = which;
    request.user = std::move(user);
    request.domain = "HOME";
    request.secret = Secret(secret);
    return request;
}

std::uint32_t code(const Expected<void>& result) {
    return result ? 0 : result.error().code;
}

TEST(Vault, ItemsAreSetAndClearedOneByOne) {
    CredentialVault vault;
    ASSERT_EQ(code(vault.set(office, items(RASCM_UserName | RASCM_Password, "alice", "one"), "")), 0u);
    ASSERT_EQ(code(vault.set(office, items(RASCM_PreSharedKey, "", "shared"), "")), 0u);
    const StoredCredentials* stored = vault.find(office, "");
    ASSERT_NE(stored, nullptr);
    EXPECT_EQ(stored->items, static_cast<std::uint32_t>(RASCM_UserName | RASCM_Password | RASCM_PreSharedKey));
    EXPECT_EQ(stored->user, "alice");
    EXPECT_EQ(stored->domain, "") << "was not among the items";
    EXPECT_EQ(stored->password.reveal(), "one");
    EXPECT_EQ(stored->pre_shared_key.reveal(), "shared");
    EXPECT_EQ(vault.find({"/book.pbk", "OFFICE"}, ""), stored) << "as the phone book finds entries";
    EXPECT_EQ(vault.find({"/other.pbk", "Office"}, ""), nullptr);

    bus::SetCredentialsRequest clear = items(RASCM_Password | RASCM_PreSharedKey, "", "");
    clear.clear = true;
    ASSERT_EQ(code(vault.set(office, clear, "")), 0u);
    EXPECT_EQ(vault.find(office, "")->items, static_cast<std::uint32_t>(RASCM_UserName));
    EXPECT_TRUE(vault.find(office, "")->password.empty());
    clear.items = RASCM_UserName;
    ASSERT_EQ(code(vault.set(office, clear, "")), 0u);
    EXPECT_TRUE(vault.empty());
}

TEST(Vault, ThePlaceholderLeavesAPasswordAsItIs) {
    CredentialVault vault;
    const std::string asterisks(password_placeholder);
    ASSERT_EQ(code(vault.set(office, items(RASCM_Password, "", asterisks), "")), 0u);
    EXPECT_EQ(vault.find(office, ""), nullptr);
    ASSERT_EQ(code(vault.set(office, items(RASCM_Password, "", "one"), "")), 0u);
    ASSERT_EQ(code(vault.set(office, items(RASCM_UserName | RASCM_Password, "bob", asterisks), "")), 0u);
    EXPECT_EQ(vault.find(office, "")->password.reveal(), "one");
    EXPECT_EQ(vault.find(office, "")->user, "bob");
}

TEST(Vault, HasLimits) {
    CredentialVault vault({.records = 2, .bytes = 1000});
    EXPECT_EQ(code(vault.set({"/b", "1"}, items(RASCM_UserName, "a", ""), "")), 0u);
    EXPECT_EQ(code(vault.set({"/b", "2"}, items(RASCM_UserName, "a", ""), "")), 0u);
    EXPECT_EQ(code(vault.set({"/b", "3"}, items(RASCM_UserName, "a", ""), "")),
              static_cast<std::uint32_t>(ERROR_NOT_ENOUGH_MEMORY));
    EXPECT_EQ(code(vault.set({"/b", "2"}, items(RASCM_UserName, std::string(1000, 'x'), ""), "")),
              static_cast<std::uint32_t>(ERROR_NOT_ENOUGH_MEMORY));
    EXPECT_EQ(vault.find({"/b", "2"}, "")->user, "a") << "as it was";
    constexpr auto invalid = static_cast<std::uint32_t>(ERROR_INVALID_PARAMETER);
    EXPECT_EQ(code(vault.set({"/b", "2"}, items(RASCM_UserName, std::string(1025, 'x'), ""), "")), invalid);
    EXPECT_EQ(code(vault.set({"/b", "2"}, items(RASCM_Password, "", std::string(1025, 'x')), "")), invalid);
    EXPECT_EQ(code(vault.set({"/b", "2"}, items(RASCM_DefaultCreds, "a", ""), "")), invalid);
    EXPECT_EQ(code(vault.set({"/b", ""}, items(RASCM_UserName, "a", ""), "")), invalid);
    EXPECT_EQ(code(vault.set({"", "1"}, items(RASCM_UserName, "a", ""), "")), invalid);
    EXPECT_EQ(code(vault.set_eap_data({"/b", "1"}, Secret("0x"), "")), invalid);
    EXPECT_EQ(code(vault.set_eap_data({"/b", "1"}, Secret("012"), "")), invalid);
    EXPECT_EQ(code(vault.set_eap_data({"/b", "1"}, Secret("01aF"), "")), 0u);
}

TEST(Vault, MovesWithTheEntry) {
    CredentialVault vault;
    ASSERT_EQ(code(vault.set(office, items(RASCM_Password, "", "one"), "")), 0u);
    ASSERT_EQ(code(vault.set_eap_data(office, Secret("00"), "")), 0u);
    vault.move({"/book.pbk", "office"}, "Home");
    EXPECT_EQ(vault.find(office, ""), nullptr);
    ASSERT_NE(vault.find({"/book.pbk", "Home"}, ""), nullptr);
    EXPECT_EQ(vault.find({"/book.pbk", "Home"}, "")->eap_data.reveal(), "00");
    vault.move({"/book.pbk", "Home"}, "");
    EXPECT_TRUE(vault.empty());
    vault.move(office, "Home");
    EXPECT_TRUE(vault.empty());
}

TEST(Vault, AMovedEntryBringsNothingOfWhatItsNewNameHad) {
    CredentialVault vault;
    const EntryName home{"/book.pbk", "Home"};
    const EntryName elsewhere{"/other.pbk", "Home"};
    for (const EntryName& name : {office, home, elsewhere})
        ASSERT_EQ(code(vault.set(name, items(RASCM_UserName | RASCM_Password, name.phonebook, "one"), "")), 0u);
    vault.move({"/book.pbk", "Nothing"}, "HOME");
    EXPECT_EQ(vault.find(home, ""), nullptr) << "the moved one had nothing";
    ASSERT_NE(vault.find(elsewhere, ""), nullptr);
    ASSERT_EQ(code(vault.set(home, items(RASCM_Password, "", "two"), "")), 0u);
    vault.move(office, "home");
    ASSERT_NE(vault.find(home, ""), nullptr);
    EXPECT_EQ(vault.find(home, "")->user, "/book.pbk");
    EXPECT_EQ(vault.size(), 2u);
    vault.move(home, "HOME");
    EXPECT_EQ(vault.find(home, "")->user, "/book.pbk") << "the same entry, spelled otherwise";
}

TEST(Vault, WhatWasStoredForAnEntryOfAnotherGuidIsNotThisOnes) {
    CredentialVault vault;
    const std::string first(32, '1');
    const std::string second(32, '2');
    ASSERT_EQ(code(vault.set(office, items(RASCM_UserName | RASCM_Password, "alice", "one"), first)), 0u);
    ASSERT_EQ(code(vault.set_eap_data(office, Secret("00"), first)), 0u);
    EXPECT_NE(vault.find(office, first), nullptr);
    EXPECT_NE(vault.find(office, ""), nullptr) << "an entry without a GUID may be the one";
    EXPECT_EQ(vault.find(office, second), nullptr);
    ASSERT_EQ(code(vault.set(office, items(RASCM_UserName, "bob", ""), second)), 0u);
    EXPECT_EQ(vault.find(office, first), nullptr);
    ASSERT_NE(vault.find(office, second), nullptr);
    EXPECT_EQ(vault.find(office, second)->items, static_cast<std::uint32_t>(RASCM_UserName)) << "nothing of the first";
    EXPECT_TRUE(vault.find(office, second)->eap_data.empty());
    ASSERT_EQ(code(vault.set_eap_data(office, Secret("01"), first)), 0u);
    EXPECT_EQ(vault.find(office, first)->items, 0u);

    ASSERT_EQ(code(vault.set({"/b", "1"}, items(RASCM_UserName, "carol", ""), "")), 0u);
    EXPECT_NE(vault.find({"/b", "1"}, first), nullptr);
    ASSERT_EQ(code(vault.set({"/b", "1"}, items(RASCM_Password, "", "x"), first)), 0u);
    EXPECT_EQ(vault.find({"/b", "1"}, first)->user, "carol");
    EXPECT_EQ(vault.find({"/b", "1"}, second), nullptr) << "it is the first's from then on";

    vault.keep_only(office, first);
    EXPECT_NE(vault.find(office, first), nullptr);
    vault.keep_only(office, second);
    EXPECT_EQ(vault.find(office, ""), nullptr);
    constexpr auto invalid = static_cast<std::uint32_t>(ERROR_INVALID_PARAMETER);
    EXPECT_EQ(code(vault.set(office, items(RASCM_UserName, "a", ""), "12")), invalid);
    EXPECT_EQ(code(vault.set(office, items(RASCM_UserName, "a", ""), std::string(32, 'x'))), invalid);
    EXPECT_EQ(code(vault.set_eap_data(office, Secret("00"), "12")), invalid);
}

CredentialVault sample() {
    CredentialVault vault;
    EXPECT_EQ(code(vault.set(office, items(RASCM_UserName | RASCM_Password | RASCM_Domain, "alice", "pässword"),
                             "000102030405060708090a0b0c0d0e0f")),
              0u);
    EXPECT_EQ(code(vault.set({"/book.pbk", "Büro"}, items(RASCM_DDMPreSharedKey, "", "k"), "")), 0u);
    return vault;
}

TEST(Vault, SurvivesItsBytes) {
    const CredentialVault vault = sample();
    const Secret bytes = vault.serialize();
    const auto back = CredentialVault::parse(as_bytes(bytes.reveal()));
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(*back, vault);
    for (std::size_t size = 0; size < bytes.reveal().size(); ++size)
        EXPECT_FALSE(CredentialVault::parse(as_bytes(bytes.reveal().substr(0, size))).has_value()) << size;
    EXPECT_FALSE(CredentialVault::parse(as_bytes(std::string(bytes.reveal()) + "x")).has_value());
}

TEST(Vault, IsReadWithoutGuidsToo) {
    ByteVector bytes;
    ByteWriter out(bytes);
    out.u16(1);
    const auto write = [&](std::string_view text) { out.u16(static_cast<std::uint16_t>(text.size())).text(text); };
    for (const std::string_view text : {"/book.pbk", "Office"}) write(text);
    out.u32(RASCM_UserName | RASCM_Password);
    for (const std::string_view text : {"alice", "", "", "one", "", "", "", "00"}) write(text);
    const auto vault = CredentialVault::parse(bytes);
    ASSERT_TRUE(vault.has_value());
    const StoredCredentials* stored = vault->find(office, std::string(32, '1'));
    ASSERT_NE(stored, nullptr);
    EXPECT_EQ(stored->guid, "");
    EXPECT_EQ(stored->user, "alice");
    EXPECT_EQ(stored->password.reveal(), "one");
    EXPECT_EQ(stored->eap_data.reveal(), "00");
    EXPECT_EQ(CredentialVault::parse(as_bytes(vault->serialize().reveal())), vault);
}

TEST(Sealing, OpensForItsOwnerAndKeyAlone) {
    SystemRandom random;
    const Secret key(std::string(32, 'k'));
    const Secret plain("the plain text");
    const ByteVector sealed = seal(key, 1000, plain, random);
    EXPECT_EQ(sealed.size(), plain.reveal().size() + seal_overhead);
    EXPECT_EQ(as_text(sealed).find("plain"), std::string_view::npos);
    ASSERT_TRUE(unseal(key, 1000, sealed).has_value());
    EXPECT_EQ(*unseal(key, 1000, sealed), plain);
    EXPECT_FALSE(unseal(key, 1001, sealed).has_value());
    EXPECT_FALSE(unseal(Secret(std::string(32, 'x')), 1000, sealed).has_value());
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        ByteVector damaged = sealed;
        damaged[i] ^= 1;
        EXPECT_FALSE(unseal(key, 1000, damaged).has_value()) << i;
        EXPECT_FALSE(unseal(key, 1000, ConstBytes(sealed).first(i)).has_value()) << i;
    }
    EXPECT_NE(seal(key, 1000, plain, random), sealed) << "another nonce each time";
    EXPECT_EQ(*unseal(key, 1, seal(key, 1, Secret(), random)), Secret());
}

}  // namespace
}  // namespace openras::manager
