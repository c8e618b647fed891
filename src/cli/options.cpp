#include "cli/options.h"

#include <array>
#include <charconv>

#include "base/strings.h"
#include "phonebook/search.h"

namespace openras::cli {

namespace {

std::optional<int> number(const std::string& text) {
    int result = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, result);
    if (error != std::errc() || rest != end || result < 0) return std::nullopt;
    return result;
}

std::string become(CommandLine& line, Command command) {
    if (line.command != Command::List && line.command != command)
        return "more than one command: --status, --watch, --entries, --create ... exclude each other";
    line.command = command;
    return {};
}

template <std::string CommandLine::* member>
std::string keep(CommandLine& line, const std::string& value) {
    line.*member = value;
    return {};
}

template <bool CommandLine::* member>
std::string set(CommandLine& line, const std::string&) {
    line.*member = true;
    return {};
}

template <Command command>
std::string choose(CommandLine& line, const std::string&) {
    return become(line, command);
}

/// Help and version win over whatever else is asked for.
template <Command command>
std::string choose_at_once(CommandLine& line, const std::string&) {
    line.command = command;
    return {};
}

std::string take_timeout(CommandLine& line, const std::string& value) {
    const auto seconds = number(value);
    if (!seconds || *seconds == 0) return "--timeout needs a number of seconds, not '" + value + "'";
    line.timeout = std::chrono::seconds(*seconds);
    return {};
}

std::string take_password_file(CommandLine& line, const std::string& value) {
    line.password_file = value;
    return password_from(line, PasswordSource::File);
}

std::string take_password_fd(CommandLine& line, const std::string& value) {
    const auto fd = number(value);
    if (!fd) return "--password-fd needs the number of a descriptor, not '" + value + "'";
    line.password_fd = *fd;
    return password_from(line, PasswordSource::Descriptor);
}

template <Command command>
std::string take_file(CommandLine& line, const std::string& value) {
    line.file = value;
    return value.empty() ? "the name of the file is empty" : become(line, command);
}

std::string take_book(CommandLine& line, const std::string& value) {
    if (!line.phonebook.empty()) return "only one of /PHONEBOOK and --system";
    line.phonebook = value;
    return {};
}

std::string take_system_book(CommandLine& line, const std::string&) {
    return take_book(line, std::string(phonebook::system_book_path));
}

std::string take_set(CommandLine& line, const std::string& value) {
    const auto equals = value.find('=');
    if (equals == 0 || equals == value.npos) return "--set needs KEY=VALUE, not '" + value + "'";
    line.changes.push_back({value.substr(0, equals), value.substr(equals + 1)});
    return {};
}

std::string take_unset(CommandLine& line, const std::string& value) {
    if (value.empty() || value.find('=') != value.npos) return "--unset needs a key, not '" + value + "'";
    line.changes.push_back({value, std::nullopt});
    return {};
}

constexpr Commands properties = only(Command::Create, Command::Edit);
constexpr Commands dials = only(Command::Dial);
constexpr Commands passwords = only(Command::Dial, Command::Save);
constexpr std::array options{
    Option{"DISCONNECT", "disconnect", 'd', Value::None, choose<Command::Disconnect>},
    Option{"D", "", 0, Value::None, choose<Command::Disconnect>},
    Option{"DOMAIN", "domain", 0, Value::Needed, keep<&CommandLine::domain>, passwords},
    Option{"PHONE", "phone", 0, Value::Needed, keep<&CommandLine::phone>, dials | properties},
    Option{"CALLBACK", "callback", 0, Value::Needed, keep<&CommandLine::callback>, dials},
    Option{"PHONEBOOK", "phonebook", 'f', Value::Needed, take_book},
    Option{"PREFIXSUFFIX", "prefix-suffix", 0, Value::None, set<&CommandLine::prefix_suffix>, dials},
    Option{"", "status", 's', Value::None, choose<Command::Status>},
    Option{"", "watch", 'w', Value::None, choose<Command::Watch>},
    Option{"", "json", 'j', Value::None, set<&CommandLine::json>},
    Option{"", "no-wait", 0, Value::None, set<&CommandLine::no_wait>, dials},
    Option{"", "verbose", 'v', Value::None, set<&CommandLine::verbose>},
    Option{"", "timeout", 't', Value::Needed, take_timeout, dials},
    Option{"", "password-file", 0, Value::Needed, take_password_file, passwords},
    Option{"", "password-fd", 0, Value::Needed, take_password_fd, passwords},
    Option{"", "socket", 0, Value::Needed, keep<&CommandLine::socket>},
    Option{"", "system", 0, Value::None, take_system_book},
    Option{"", "entries", 0, Value::None, choose<Command::Entries>},
    Option{"", "show", 0, Value::None, choose<Command::Show>},
    Option{"", "create", 0, Value::None, choose<Command::Create>},
    Option{"", "edit", 0, Value::None, choose<Command::Edit>},
    Option{"", "copy", 0, Value::None, choose<Command::Copy>},
    Option{"", "rename", 0, Value::None, choose<Command::Rename>},
    Option{"", "delete", 0, Value::None, choose<Command::Delete>},
    Option{"", "import", 0, Value::Needed, take_file<Command::Import>},
    Option{"", "export", 0, Value::Needed, take_file<Command::Export>},
    Option{"", "save", 0, Value::None, choose<Command::Save>},
    Option{"", "forget", 0, Value::None, choose<Command::Forget>},
    Option{"", "type", 0, Value::Needed, keep<&CommandLine::type>, only(Command::Create)},
    Option{"", "device", 0, Value::Needed, keep<&CommandLine::device>, properties},
    Option{"", "user", 0, Value::Needed, keep<&CommandLine::user>, properties},
    Option{"", "set", 0, Value::Needed, take_set, properties},
    Option{"", "unset", 0, Value::Needed, take_unset, properties},
    Option{"", "replace", 0, Value::None, set<&CommandLine::replace>, only(Command::Import, Command::Export)},
    Option{"", "everyone", 0, Value::None, set<&CommandLine::everyone>, only(Command::Save, Command::Forget)},
    Option{"?", "help", 'h', Value::None, choose_at_once<Command::Help>},
    Option{"HELP", "", 0, Value::None, choose_at_once<Command::Help>},
    Option{"", "version", 'V', Value::None, choose_at_once<Command::Version>},
};

}  // namespace

std::string password_from(CommandLine& line, PasswordSource source) {
    if (line.password_source != PasswordSource::None) return "the password is given more than once";
    line.password_source = source;
    return {};
}

Switch find_option(const std::string& word) {
    const auto split = [&](std::string_view text, char separator) {
        const auto at = text.find(separator);
        std::optional<std::string> value;
        if (at != text.npos) value = std::string(text.substr(at + 1));
        return std::pair(text.substr(0, at), value);
    };
    if (word.starts_with('/')) {
        const auto [name, value] = split(std::string_view(word).substr(1), ':');
        for (const Option& option : options)
            if (!option.slash.empty() && equals_ignoring_case(option.slash, name)) return {&option, value};
    } else if (word.starts_with("--")) {
        const auto [name, value] = split(std::string_view(word).substr(2), '=');
        for (const Option& option : options)
            if (!option.gnu.empty() && option.gnu == name) return {&option, value};
    } else if (word.size() == 2 && word[0] == '-') {
        for (const Option& option : options)
            if (option.letter == word[1]) return {&option, std::nullopt};
    }
    return {};
}

}  // namespace openras::cli
