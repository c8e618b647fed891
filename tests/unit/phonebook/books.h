// The phone books of tests/data/phonebooks, and what changed between two texts.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "unit/phonebook/lines.h"

namespace openras::phonebook {

inline std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline std::vector<std::string> books_in(const std::string& folder) {
    std::vector<std::string> books;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        if (file.path().extension() == ".pbk") books.push_back(file.path());
    }
    std::ranges::sort(books);
    return books;
}

inline std::vector<std::string> public_books() {
    return books_in(OPENRAS_PUBLIC_BOOKS);
}

/// What scripts, other programs and damage make of books: not every entry can be read.
inline std::vector<std::string> odd_books() {
    return books_in(OPENRAS_PUBLIC_BOOKS "/odd");
}

/// The key of a setting; "" for any other line.
inline std::string key_of(std::string_view line) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos || line.starts_with('[')) return {};
    const auto begin = line.find_first_not_of(" \t");
    return std::string(line.substr(begin, line.find_last_not_of(" \t", equals - 1) + 1 - begin));
}

/// The keys of the lines by which two texts differ (those that are not part of a longest common subsequence).
inline std::set<std::string> touched_keys(std::string_view before, std::string_view after) {
    auto old_lines = lines_of_text(before);
    auto new_lines = lines_of_text(after);
    if (!before.ends_with('\n') && !after.ends_with('\n')) {  // another line may be the unfinished one now
        old_lines.back() += '\n';
        new_lines.back() += '\n';
    }
    const auto [old_begin, new_begin] = std::ranges::mismatch(old_lines, new_lines);
    old_lines.erase(old_lines.begin(), old_begin);
    new_lines.erase(new_lines.begin(), new_begin);
    while (!old_lines.empty() && !new_lines.empty() && old_lines.back() == new_lines.back()) {
        old_lines.pop_back();
        new_lines.pop_back();
    }
    const auto rows = old_lines.size();
    const auto columns = new_lines.size();
    std::vector<std::vector<std::size_t>> common(rows + 1, std::vector<std::size_t>(columns + 1));
    for (std::size_t i = rows; i-- > 0;) {
        for (std::size_t j = columns; j-- > 0;) {
            common[i][j] =
                old_lines[i] == new_lines[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
        }
    }
    std::set<std::string> keys;
    for (std::size_t i = 0, j = 0; i < rows || j < columns;) {
        if (i < rows && j < columns && old_lines[i] == new_lines[j]) {
            ++i, ++j;
        } else if (j == columns || (i < rows && common[i + 1][j] >= common[i][j + 1])) {
            keys.insert(key_of(old_lines[i++]));
        } else {
            keys.insert(key_of(new_lines[j++]));
        }
    }
    return keys;
}

}  // namespace openras::phonebook
