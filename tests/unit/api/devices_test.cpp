// RasEnumDevices and RasGetCountryInfo: what there is to choose from.
#include <algorithm>
#include <map>
#include <set>

#include "api/countries.h"
#include "faces.h"

namespace openras::test {
namespace {

constexpr DWORD too_small = ERROR_BUFFER_TOO_SMALL;
constexpr DWORD wrong_size = ERROR_INVALID_USER_BUFFER;
constexpr DWORD invalid = ERROR_INVALID_PARAMETER;

template <typename Traits>
class Devices : public testing::Test {};
TYPED_TEST_SUITE(Devices, Faces);

TYPED_TEST(Devices, OfPppoeAreTheMiniportAndEachEthernet) {
    const auto all = fetch_array<typename TypeParam::DevInfo>(FACE(RasEnumDevices));
    ASSERT_FALSE(all.empty());
    std::set<std::string> names;
    for (const auto& one : all) {
        EXPECT_EQ(utf8(one.szDeviceType), RASDT_PPPoE);
        EXPECT_TRUE(names.insert(utf8(one.szDeviceName)).second) << utf8(one.szDeviceName) << " twice";
    }
    EXPECT_TRUE(names.contains("WAN Miniport (PPPOE)"));
    EXPECT_FALSE(names.contains("lo"));
}

TYPED_TEST(Devices, AreTheSameOfBothFaces) {
    const auto names = [](const auto& all) {
        std::vector<std::string> made;
        for (const auto& one : all) made.push_back(utf8(one.szDeviceType) + " " + utf8(one.szDeviceName));
        return made;
    };
    EXPECT_EQ(names(fetch_array<typename TypeParam::DevInfo>(FACE(RasEnumDevices))),
              names(fetch_array<RASDEVINFOA>(RasEnumDevicesA)));
}

TYPED_TEST(Devices, ArgumentsAreChecked) {
    typename TypeParam::DevInfo one;
    DWORD bytes = sizeof one;
    DWORD count = 0;
    one.dwSize = sizeof one - 1;
    EXPECT_EQ(FACE(RasEnumDevices)(&one, &bytes, &count), wrong_size);
    one.dwSize = sizeof one;
    bytes = 3;
    EXPECT_EQ(FACE(RasEnumDevices)(&one, &bytes, &count), too_small) << "no room for dwSize";
    EXPECT_EQ(bytes, count * sizeof one);
    EXPECT_EQ(FACE(RasEnumDevices)(&one, nullptr, &count), invalid);
    EXPECT_EQ(FACE(RasEnumDevices)(&one, &bytes, nullptr), invalid);
}

template <typename Traits>
class Countries : public testing::Test {
  protected:
    alignas(4) char space_[256] = {};
    RASCTRYINFO& info_ = *reinterpret_cast<RASCTRYINFO*>(space_);

    std::string name() {
        const auto* begin = reinterpret_cast<const typename Traits::Char*>(space_ + info_.dwCountryNameOffset);
        if constexpr (std::is_same_v<Traits, api::Ansi>)
            return begin;
        else
            return to_utf8(begin).value_or("");
    }
};
TYPED_TEST_SUITE(Countries, Faces);

TYPED_TEST(Countries, AreAChainThatBeginsWithOne) {
    std::map<std::string, DWORD> codes;
    DWORD id = 1;
    while (id != 0) {
        this->info_.dwSize = sizeof(RASCTRYINFO);
        this->info_.dwCountryID = id;
        DWORD bytes = sizeof this->space_;
        ASSERT_EQ(FACE(RasGetCountryInfo)(&this->info_, &bytes), 0U) << id;
        EXPECT_LE(bytes, sizeof this->space_);
        EXPECT_TRUE(codes.emplace(this->name(), this->info_.dwCountryCode).second) << this->name();
        ASSERT_TRUE(this->info_.dwNextCountryID == 0 || this->info_.dwNextCountryID > id);
        id = this->info_.dwNextCountryID;
    }
    EXPECT_EQ(codes.size(), api::countries().size());
    EXPECT_EQ(codes["Germany"], 49U);
    EXPECT_EQ(codes["Canada"], 1U);
    EXPECT_EQ(codes["Côte d'Ivoire"], 225U);
    EXPECT_EQ(codes["Kazakhstan"], 7U);
}

TYPED_TEST(Countries, SayHowMuchRoomTheyNeed) {
    this->info_.dwSize = sizeof(RASCTRYINFO);
    this->info_.dwCountryID = 49;
    const DWORD needed = sizeof(RASCTRYINFO) + 8 * sizeof(typename TypeParam::Char);  // "Germany" and NUL
    DWORD bytes = needed - 1;
    EXPECT_EQ(FACE(RasGetCountryInfo)(&this->info_, &bytes), too_small);
    EXPECT_EQ(bytes, needed);
    EXPECT_EQ(FACE(RasGetCountryInfo)(&this->info_, &bytes), 0U);
    EXPECT_EQ(this->name(), "Germany");
    bytes = 0;
    EXPECT_EQ(FACE(RasGetCountryInfo)(&this->info_, &bytes), too_small);
    EXPECT_GT(bytes, needed) << "enough for every country";
}

TYPED_TEST(Countries, ArgumentsAreChecked) {
    DWORD bytes = sizeof this->space_;
    this->info_.dwSize = sizeof(RASCTRYINFO);
    for (const DWORD id : {0U, 2U, 4999U, 0xFFFFFFFFU}) {
        this->info_.dwCountryID = id;
        EXPECT_EQ(FACE(RasGetCountryInfo)(&this->info_, &bytes), invalid) << id;
    }
    this->info_.dwCountryID = 49;
    EXPECT_EQ(FACE(RasGetCountryInfo)(nullptr, &bytes), invalid);
    EXPECT_EQ(FACE(RasGetCountryInfo)(&this->info_, nullptr), invalid);
    this->info_.dwSize = sizeof(RASCTRYINFO) + 4;
    EXPECT_EQ(FACE(RasGetCountryInfo)(&this->info_, &bytes), wrong_size);
}

TEST(CountryTable, IsInOrderAndHasNoNameTwice) {
    EXPECT_TRUE(std::ranges::is_sorted(api::countries(), std::ranges::less{}, &api::Country::id));
    std::set<std::string_view> names;
    for (const auto& country : api::countries()) EXPECT_TRUE(names.insert(country.name).second) << country.name;
}

}  // namespace
}  // namespace openras::test
