#include "cli/arguments.h"

#include <array>
#include <charconv>
#include <string_view>
#include <vector>

#include "base/strings.h"

namespace openras::cli {

namespace {

using Failure = std::unexpected<std::string>;

enum class Value { None, Needed };

struct Option {
    std::string_view slash;  ///< as Windows writes it, without the slash; "" = no such form
    std::string_view gnu;    ///< behind the two dashes; "" = no such form
    char letter;             ///< behind one dash; 0 = no such form
    Value value;
    std::string (*apply)(CommandLine&, const std::string& value);  ///< "" or what is wrong
};

std::optional<int> number(const std::string& text) {
    int result = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, result);
    if (error != std::errc() || rest != end || result < 0) return std::nullopt;
    return result;
}

std::string become(CommandLine& line, Command command) {
    if (line.command != Command::List && line.command != command)
        return "only one of --status, --watch and /DISCONNECT";
    line.command = command;
    return {};
}

std::string password_from(CommandLine& line, PasswordSource source) {
    if (line.password_source != PasswordSource::None) return "the password is given more than once";
    line.password_source = source;
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

constexpr std::array options{
    Option{"DISCONNECT", "disconnect", 'd', Value::None, choose<Command::Disconnect>},
    Option{"D", "", 0, Value::None, choose<Command::Disconnect>},
    Option{"DOMAIN", "domain", 0, Value::Needed, keep<&CommandLine::domain>},
    Option{"PHONE", "phone", 0, Value::Needed, keep<&CommandLine::phone>},
    Option{"CALLBACK", "callback", 0, Value::Needed, keep<&CommandLine::callback>},
    Option{"PHONEBOOK", "phonebook", 'f', Value::Needed, keep<&CommandLine::phonebook>},
    Option{"PREFIXSUFFIX", "prefix-suffix", 0, Value::None, set<&CommandLine::prefix_suffix>},
    Option{"", "status", 's', Value::None, choose<Command::Status>},
    Option{"", "watch", 'w', Value::None, choose<Command::Watch>},
    Option{"", "json", 'j', Value::None, set<&CommandLine::json>},
    Option{"", "no-wait", 0, Value::None, set<&CommandLine::no_wait>},
    Option{"", "verbose", 'v', Value::None, set<&CommandLine::verbose>},
    Option{"", "timeout", 't', Value::Needed, take_timeout},
    Option{"", "password-file", 0, Value::Needed, take_password_file},
    Option{"", "password-fd", 0, Value::Needed, take_password_fd},
    Option{"", "socket", 0, Value::Needed, keep<&CommandLine::socket>},
    Option{"?", "help", 'h', Value::None, choose_at_once<Command::Help>},
    Option{"HELP", "", 0, Value::None, choose_at_once<Command::Help>},
    Option{"", "version", 'V', Value::None, choose_at_once<Command::Version>},
};

/// One word that is an option, taken apart.
struct Switch {
    const Option* option = nullptr;
    std::optional<std::string> value;  ///< written in the same word
};

Switch find(const std::string& word) {
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

std::string take_positionals(CommandLine& line, const std::vector<std::string>& words) {
    if (!words.empty()) {
        if (words[0].empty()) return "the name of the entry is empty";
        line.entry = words[0];
        if (line.command == Command::List) line.command = Command::Dial;
    }
    const bool dial = line.command == Command::Dial;
    if (words.size() > (dial ? 3U : 1U))
        return "too many words: '" + words[dial ? 3 : 1] + "' (quote a name with spaces)";
    if (words.size() > 1) line.user = words[1];
    if (words.size() > 2) {
        const bool ask = words[2] == "*";
        if (std::string wrong = password_from(line, ask ? PasswordSource::Prompt : PasswordSource::CommandLine);
            !wrong.empty())
            return wrong;
        if (!ask) line.password = Secret(words[2]);
    }
    return {};
}

/// Options that would silently do nothing are mistakes.
std::string check(const CommandLine& line) {
    if (line.command == Command::Help || line.command == Command::Version || line.command == Command::Dial) return {};
    if (line.no_wait || line.timeout || line.password_source != PasswordSource::None || line.prefix_suffix ||
        !line.phone.empty() || !line.callback.empty() || !line.domain.empty())
        return "--no-wait, --timeout, /PHONE, /CALLBACK, /DOMAIN, /PREFIXSUFFIX and passwords go with dialling an "
               "entry only";
    return {};
}

}  // namespace

std::expected<CommandLine, std::string> parse_arguments(std::span<const std::string> words) {
    CommandLine line;
    std::vector<std::string> positionals;
    bool only_words = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (only_words || word.empty() || word == "-" || (word[0] != '/' && word[0] != '-')) {
            positionals.push_back(word);
            continue;
        }
        if (word == "--") {
            only_words = true;
            continue;
        }
        Switch found = find(word);
        if (found.option == nullptr)
            return Failure("unknown switch " + word + " (a word that begins so goes behind --)");
        if (found.option->value == Value::None && found.value) return Failure(word + ": takes no value");
        if (found.option->value == Value::Needed && !found.value) {
            if (word[0] == '/') return Failure(word + ": needs a value, as in " + word + ":VALUE");
            if (i + 1 == words.size()) return Failure(word + ": needs a value");
            found.value = words[++i];
        }
        if (std::string wrong = found.option->apply(line, found.value.value_or("")); !wrong.empty())
            return Failure(wrong);
        if (line.command == Command::Help || line.command == Command::Version) return line;
    }
    if (std::string wrong = take_positionals(line, positionals); !wrong.empty()) return Failure(wrong);
    if (std::string wrong = check(line); !wrong.empty()) return Failure(wrong);
    return line;
}

std::string usage() {
    return R"(usage:
  rasdial                                             list the connections
  rasdial ENTRY [USER [PASSWORD|*]] [switches]        dial; * asks for the password
  rasdial [ENTRY] /DISCONNECT                         hang up one, or all of your own
  rasdial --status [ENTRY]                            everything about them, failed and dropped ones too
  rasdial --watch [ENTRY]                             a line for each change, until interrupted

switches of a dial (any case; --domain VALUE and so on work too):
  /PHONEBOOK:FILE    the .pbk file (else the user's, then the system's)
  /PHONE:NUMBER      instead of the entry's; PPPoE: the service name
  /DOMAIN:NAME       /CALLBACK:NUMBER       /PREFIXSUFFIX
  --password-file FILE, --password-fd N    first line is the password
  --no-wait          go on in the background as soon as the dial has begun
  --timeout SECONDS  hang up if it is not connected by then
everywhere:
  --json             for programs      -v, --verbose   each state, also when not at a terminal
  --socket PATH      of the manager (else OPENRAS_SOCKET, else /run/openras/manager.sock)
  --help, --version  and -- in front of words that begin with / or -

exit status: 0 success, 1 remote access error, 2 usage, 3 no such entry or connection
)";
}

}  // namespace openras::cli
