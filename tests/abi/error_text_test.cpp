// Every error number has its name and a sentence, and the headers, the table of errors and the texts agree.
#include "base/error_text.h"

#include <gtest/gtest.h>
#include <raserror.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace openras {
namespace {

nlohmann::json errors() {
    return nlohmann::json::parse(std::ifstream(OPENRAS_ERRORS_JSON));
}

TEST(ErrorText, EachErrorHasNameAndText) {
    const auto table = errors();
    ASSERT_EQ(table["ras"].size(), 332u);
    for (const auto* group : {"ras", "win32"}) {
        for (const auto& [name, code] : table[group].items()) {
            const auto number = code.get<std::uint32_t>();
            ASSERT_STREQ(error_name(number), name.c_str());
            ASSERT_TRUE(error_text(number)) << name;
            const std::string text = error_text(number);
            EXPECT_GE(text.size(), 15u) << name;
            EXPECT_LE(text.size(), 120u) << name;
            EXPECT_TRUE(text.back() == '.' || text.back() == '?') << text;
            for (const unsigned char c : text) EXPECT_TRUE(c >= 0x20 && c < 0x7F) << text;
            EXPECT_EQ(is_ras_error(number), group == std::string("ras")) << name;
        }
    }
}

TEST(ErrorText, UnknownNumbersHaveNeither) {
    for (const std::uint32_t code : {1u, 599u, 876u, 899u, 947u, 957u, 0x80420112u, 0xFFFFFFFFu}) {
        EXPECT_EQ(error_name(code), nullptr) << code;
        EXPECT_EQ(error_text(code), nullptr) << code;
        EXPECT_FALSE(is_ras_error(code)) << code;
    }
}

TEST(ErrorText, TextsOfRasErrorsDiffer) {
    std::set<std::string> texts;
    for (std::uint32_t code = RASBASE; code < 1000; ++code) {
        if (is_ras_error(code)) {
            EXPECT_TRUE(texts.insert(error_text(code)).second) << code;
        }
    }
    EXPECT_EQ(texts.size(), 332u);
}

}  // namespace
}  // namespace openras
