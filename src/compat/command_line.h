// A command line as Windows has it: one text, which the C run time takes apart ("Parsing C command-line arguments").
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace openras::compat {

/// Quoted where it must be: `split` gives the words back. (A first word with a quotation mark in it, which no program's
/// path has on Windows, is not.)
std::u16string joined(const std::vector<std::u16string>& words);
std::vector<std::u16string> split(std::u16string_view line);

}  // namespace openras::compat
