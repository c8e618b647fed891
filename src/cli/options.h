// The options of rasdial, one table for both dialects: what each is called, what it does to the command line, and with
// which commands it means something.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/arguments.h"

namespace openras::cli {

enum class Value { None, Needed };

/// A set of commands.
using Commands = std::uint32_t;
template <typename... Command>
constexpr Commands only(Command... commands) {
    return ((1U << static_cast<unsigned>(commands)) | ...);
}
inline constexpr Commands every_command = ~0U;

struct Option {
    std::string_view slash;  ///< as Windows writes it, without the slash; "" = no such form
    std::string_view gnu;    ///< behind the two dashes; "" = no such form
    char letter;             ///< behind one dash; 0 = no such form
    Value value;
    std::string (*apply)(CommandLine&, const std::string& value);  ///< "" or what is wrong
    Commands goes_with = every_command;  ///< an option that would silently do nothing is a mistake
};

/// One word that is an option, taken apart.
struct Switch {
    const Option* option = nullptr;    ///< null: there is none of that name
    std::optional<std::string> value;  ///< written in the same word
};
Switch find_option(const std::string& word);

/// Where the password comes from; "" or what is wrong.
std::string password_from(CommandLine& line, PasswordSource source);

}  // namespace openras::cli
