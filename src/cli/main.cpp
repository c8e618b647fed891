// rasdial: dials, shows and hangs up connections from a shell. Word-compatible with Windows' program of that name.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <vector>

#include "cli/arguments.h"
#include "cli/books.h"
#include "cli/credentials.h"
#include "cli/dial.h"
#include "cli/show.h"

namespace {

using namespace openras::cli;

Exit run(CommandLine& line) {
    switch (line.command) {
        case Command::List: return list(line);
        case Command::Dial: return dial(line);
        case Command::Disconnect: return disconnect(line);
        case Command::Status: return status(line);
        case Command::Watch: return watch(line);
        case Command::Entries: return list_entries(line);
        case Command::Show: return show_entry(line);
        case Command::Create: return create_entry(line);
        case Command::Edit: return edit_entry(line);
        case Command::Copy: return copy_entry(line);
        case Command::Rename: return rename_entry(line);
        case Command::Delete: return delete_entry(line);
        case Command::Import: return import_entries(line);
        case Command::Export: return export_entries(line);
        case Command::Save: return save_credentials(line);
        case Command::Forget: return forget_credentials(line);
        case Command::Help: std::fputs(usage().c_str(), stdout); return Exit::Success;
        case Command::Version: std::puts("rasdial (OpenRAS) " OPENRAS_VERSION); return Exit::Success;
    }
    return Exit::Usage;
}

/// A password among the arguments stays readable in /proc/PID/cmdline only until here.
void wipe_password(int argc, char** argv, const openras::Secret& password) {
    for (int i = 1; i < argc; ++i)
        if (password.reveal() == argv[i]) std::memset(argv[i], '*', std::strlen(argv[i]));
}

}  // namespace

int main(int argc, char** argv) {
    try {
        std::vector<std::string> words(argv + 1, argv + argc);
        auto line = parse_arguments(words);
        if (!line) return static_cast<int>(fail_usage(line.error()));
        if (line->password_source == PasswordSource::CommandLine && !line->password.empty())
            wipe_password(argc, argv, line->password);
        for (std::string& word : words) openras::wipe(word.data(), word.size());
        // One way for the library and for us to learn the manager's socket.
        if (!line->socket.empty()) setenv("OPENRAS_SOCKET", line->socket.c_str(), 1);
        return static_cast<int>(run(*line));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "rasdial: %s\n", error.what());
        return static_cast<int>(Exit::RasFailure);
    }
}
