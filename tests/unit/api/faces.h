// The two faces of each function, so that a test is written once and runs with both: TYPED_TEST(X, ...) over Faces.
#pragma once

#include <gtest/gtest.h>
#include <ras.h>
#include <rasdlg.h>

#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "api/buffer.h"
#include "api/text.h"

namespace openras::test {

/// In a test over Faces: FACE(RasEnumEntries)(...) is RasEnumEntriesA or RasEnumEntriesW.
#define FACE(name)                                                           \
    [](auto&&... arguments) {                                                \
        if constexpr (std::is_same_v<TypeParam, openras::api::Ansi>)         \
            return name##A(std::forward<decltype(arguments)>(arguments)...); \
        else                                                                 \
            return name##W(std::forward<decltype(arguments)>(arguments)...); \
    }

using Faces = testing::Types<api::Ansi, api::Wide>;

/// A text as the face has it; text<TypeParam>("x").c_str() is an argument.
template <typename Traits>
std::basic_string<typename Traits::Char> text(std::string_view utf8) {
    return Traits::encode(utf8);
}

/// A field of a structure as UTF-8.
template <typename Char, std::size_t N>
std::string utf8(const Char (&field)[N]) {
    const auto view = api::text_in(std::span<const Char>(field));
    if constexpr (std::is_same_v<Char, char>)
        return std::string(view);
    else
        return to_utf8(view).value_or("(not UTF-16)");
}

/// The result of an array function by the two-call pattern: its size is asked for, then it is fetched.
/// @param call (array, bytes, count) -> error
template <typename Struct, typename Call>
std::vector<Struct> fetch_array(Call&& call, DWORD size = sizeof(Struct)) {
    DWORD bytes = 0;
    DWORD count = 99;
    const DWORD asked = call(static_cast<Struct*>(nullptr), &bytes, &count);
    if (count == 0) {
        EXPECT_EQ(asked, 0U);
        return {};
    }
    EXPECT_EQ(asked, static_cast<DWORD>(ERROR_BUFFER_TOO_SMALL));
    EXPECT_EQ(bytes, count * sizeof(Struct));
    std::vector<char> space(count * size + 1, '\x55');
    auto* array = reinterpret_cast<Struct*>(space.data());
    std::memcpy(array, &size, sizeof size);
    bytes = count * size - 1;
    EXPECT_EQ(call(array, &bytes, &count), static_cast<DWORD>(ERROR_BUFFER_TOO_SMALL));
    EXPECT_EQ(bytes, count * size);
    std::memcpy(array, &size, sizeof size);
    EXPECT_EQ(call(array, &bytes, &count), 0U);
    EXPECT_EQ(space.back(), '\x55') << "written behind the buffer";
    std::vector<Struct> all(count);
    for (DWORD i = 0; i < count; ++i) {
        std::memset(&all[i], 0, sizeof(Struct));
        std::memcpy(&all[i], space.data() + i * size, size);
        EXPECT_EQ(api::size_field(&all[i]), size);
    }
    return all;
}

/// One structure by the same pattern, whose newest age is what a size query tells.
/// @param call (structure, bytes) -> error
template <typename Struct, typename Call>
Struct fetch_one(Call&& call, DWORD size = sizeof(Struct)) {
    DWORD bytes = 0;
    EXPECT_EQ(call(static_cast<Struct*>(nullptr), &bytes), static_cast<DWORD>(ERROR_BUFFER_TOO_SMALL));
    EXPECT_EQ(bytes, sizeof(Struct));
    std::vector<char> space(size + 1, '\x55');
    auto* one = reinterpret_cast<Struct*>(space.data());
    std::memcpy(one, &size, sizeof size);
    bytes = size - 1;
    EXPECT_EQ(call(one, &bytes), static_cast<DWORD>(ERROR_BUFFER_TOO_SMALL)) << size;
    EXPECT_EQ(bytes, size);
    EXPECT_EQ(call(one, &bytes), 0U) << size;
    EXPECT_EQ(space.back(), '\x55') << "written behind the buffer";
    Struct got;
    std::memset(&got, 0, sizeof got);
    std::memcpy(&got, one, size);
    EXPECT_EQ(api::size_field(&got), size);
    return got;
}

/// RASDIALPARAMS for an entry.
template <typename Traits>
auto dial_params(const char* entry, const char* user = "", const char* password = "") {
    typename Traits::DialParams made;
    std::memset(&made, 0, sizeof made);
    made.dwSize = sizeof made;
    api::put_text<Traits>(made.szEntryName, entry);
    api::put_text<Traits>(made.szUserName, user);
    api::put_text<Traits>(made.szPassword, password);
    return made;
}

/// What a function answers to handles that no connection has. @param call (connection) -> error
template <typename Call>
void expect_handle_checked(Call&& call, DWORD of_null = ERROR_INVALID_HANDLE) {
    EXPECT_EQ(call(HRASCONN(nullptr)), of_null);
    EXPECT_EQ(call(api::to_hrasconn(0x7FFFFFFF)), static_cast<DWORD>(ERROR_INVALID_HANDLE)) << "unknown";
    EXPECT_EQ(call(reinterpret_cast<HRASCONN>(0x1234567800000001)), static_cast<DWORD>(ERROR_INVALID_HANDLE))
        << "wider than any handle";
}

}  // namespace openras::test
