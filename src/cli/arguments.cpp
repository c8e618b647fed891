#include "cli/arguments.h"

#include <string_view>
#include <utility>
#include <vector>

#include "cli/options.h"
#include "phonebook/search.h"

namespace openras::cli {

namespace {

using Failure = std::unexpected<std::string>;

struct WordCount {
    std::size_t least, most;
    std::string_view words;  ///< for the error
};

WordCount words_of(Command command) {
    switch (command) {
        case Command::List:
        case Command::Entries:
        case Command::Help:
        case Command::Version: return {0, 0, "no words"};
        case Command::Dial: return {1, 3, "ENTRY [USER [PASSWORD|*]]"};
        case Command::Disconnect:
        case Command::Status:
        case Command::Watch: return {0, 1, "[ENTRY]"};
        case Command::Show:
        case Command::Create:
        case Command::Edit:
        case Command::Delete:
        case Command::Forget: return {1, 1, "ENTRY"};
        case Command::Copy:
        case Command::Rename: return {2, 2, "ENTRY NEW"};
        case Command::Import:
        case Command::Export: return {0, std::string::npos, "[ENTRY]..."};
        case Command::Save: return {2, 3, "ENTRY USER [*]"};
    }
    return {};
}

std::string take_user_and_password(CommandLine& line, const std::vector<std::string>& words) {
    if (words.size() > 1) line.user = words[1];
    if (words.size() < 3) return {};
    const bool ask = words[2] == "*";
    if (!ask && line.command == Command::Save)
        return "a password to be stored is asked for, or read with --password-file or --password-fd: not taken from "
               "the command line";
    if (!ask) line.password = Secret(words[2]);
    return password_from(line, ask ? PasswordSource::Prompt : PasswordSource::CommandLine);
}

std::string take_words(CommandLine& line, const std::vector<std::string>& words) {
    if (!words.empty() && line.command == Command::List) line.command = Command::Dial;
    const WordCount wanted = words_of(line.command);
    if (words.size() > wanted.most) return "too many words: '" + words[wanted.most] + "' (quote a name with spaces)";
    if (words.size() < wanted.least) return "words are missing: " + std::string(wanted.words) + " is wanted";
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool password = line.command == Command::Dial && i == 2;  // "" is an empty password, not a forgotten one
        if (words[i].empty() && !password) return "an empty word";
    }
    if (line.command == Command::Import || line.command == Command::Export) {
        line.entries = words;
        return {};
    }
    if (!words.empty()) line.entry = words[0];
    if (line.command == Command::Copy || line.command == Command::Rename) {
        line.new_name = words[1];
        return {};
    }
    return take_user_and_password(line, words);
}

std::string check(const CommandLine& line) {
    if (line.command == Command::Create && line.type.empty()) return "--create needs --type";
    if (line.command == Command::Edit && line.device.empty() && line.phone.empty() && line.user.empty() &&
        line.changes.empty())
        return "--edit changes nothing without --device, --phone, --user, --set or --unset";
    if (line.everyone && !line.phonebook.empty() && line.phonebook != phonebook::system_book_path)
        return "--everyone is about the system's phone book";
    return {};
}

}  // namespace

std::expected<CommandLine, std::string> parse_arguments(std::span<const std::string> words) {
    CommandLine line;
    std::vector<std::string> positionals;
    std::vector<std::pair<const Option*, std::string>> given;
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
        Switch found = find_option(word);
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
        given.emplace_back(found.option, word.substr(0, word.find_first_of(word[0] == '/' ? ":" : "=")));
    }
    if (std::string wrong = take_words(line, positionals); !wrong.empty()) return Failure(wrong);
    for (const auto& [option, word] : given)
        if ((option->goes_with & only(line.command)) == 0) return Failure(word + " has no meaning here");
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
  /PHONEBOOK:FILE    the .pbk file (else the user's, then the system's; --system: the system's)
  /PHONE:NUMBER      instead of the entry's; PPPoE: the service name
  /DOMAIN:NAME       /CALLBACK:NUMBER       /PREFIXSUFFIX
  --password-file FILE, --password-fd N    first line is the password
  --no-wait          go on in the background as soon as the dial has begun
  --timeout SECONDS  hang up if it is not connected by then

phone books (new entries go to the user's book unless /PHONEBOOK or --system names another):
  rasdial --entries                                   the names of the entries
  rasdial --show ENTRY                                what it says; with -v every line
  rasdial --create ENTRY --type pppoe|pptp|l2tp|sstp|ikev2|modem [properties]
  rasdial --edit ENTRY properties
          --device NAME  --phone NUMBER  --user NAME  --set KEY=VALUE  --unset KEY
  rasdial --copy ENTRY NEW      rasdial --rename ENTRY NEW      rasdial --delete ENTRY
  rasdial --import FILE [ENTRY]...  rasdial --export FILE|- [ENTRY]...  [--replace]
stored credentials:
  rasdial --save ENTRY USER [*]      rasdial --forget ENTRY      [--everyone]

everywhere:
  --json             for programs      -v, --verbose   each state, also when not at a terminal
  --socket PATH      of the manager (else OPENRAS_SOCKET, else /run/openras/manager.sock)
  --help, --version  and -- in front of words that begin with / or -

exit status: 0 success, 1 remote access error, 2 usage, 3 no such entry or connection
)";
}

}  // namespace openras::cli
