// What the command line of rasdial asks for. Two dialects meet here that no option library speaks together: Windows'
// `rasdial ENTRY [user [password|*]] /SWITCH[:value]` (any case) and GNU's `--option[=value]`.
// Source: Microsoft's command reference, "rasdial".
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/secret.h"

namespace openras::cli {

enum class Command {
    List,
    Dial,
    Disconnect,
    Status,
    Watch,
    // Phone books
    Entries,
    Show,
    Create,
    Edit,
    Copy,
    Rename,
    Delete,
    Import,
    Export,
    // Stored credentials
    Save,
    Forget,
    Help,
    Version
};

enum class PasswordSource {
    None,         ///< not told: asked for at a terminal, else dialled without
    CommandLine,  ///< seen by everybody on the machine until main() has wiped it
    Prompt,       ///< `*`
    File,         ///< first line of a file
    Descriptor    ///< first line of a descriptor that the caller opened
};

/// --set or --unset.
struct KeyChange {
    std::string key;                   ///< never empty
    std::optional<std::string> value;  ///< none = --unset
    bool operator==(const KeyChange&) const = default;
};

struct CommandLine {
    Command command = Command::List;
    std::string entry;     ///< Disconnect, Status, Watch: "" = all; never empty where the command is about one entry
    std::string new_name;  ///< Copy, Rename: never empty
    std::string file;      ///< Import, Export: never empty; "-" = standard output
    std::vector<std::string> entries;  ///< Import, Export: these; none = all
    std::string type;                  ///< Create: as it was written
    std::string device;
    std::vector<KeyChange> changes;  ///< Create, Edit: in order
    bool replace = false;            ///< Import, Export
    bool everyone = false;           ///< Save, Forget
    std::string user;                ///< "" = the entry's
    std::string domain;
    std::string phone;  ///< "" = the entry's
    std::string callback;
    std::string phonebook;  ///< "" = the user's and the system's default books
    std::string socket;     ///< "" = OPENRAS_SOCKET or the default
    PasswordSource password_source = PasswordSource::None;
    Secret password;  ///< CommandLine
    std::string password_file;
    int password_fd = -1;
    bool prefix_suffix = false;
    bool json = false;
    bool no_wait = false;
    bool verbose = false;
    std::optional<std::chrono::seconds> timeout;  ///< of a dial; none = as long as the manager tries

    bool operator==(const CommandLine&) const = default;
};

/// The words behind the program's name. The error is one line for the user, without a final period or line feed.
std::expected<CommandLine, std::string> parse_arguments(std::span<const std::string> words);

/// What --help prints.
std::string usage();

}  // namespace openras::cli
