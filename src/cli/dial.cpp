#include "cli/dial.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>

#include "cli/credentials.h"
#include "cli/describe.h"
#include "cli/dial_run.h"
#include "cli/manager.h"
#include "cli/password.h"
#include "cli/words.h"

namespace openras::cli {

namespace {

std::string canonical(const std::string& path) {
    char* resolved = realpath(path.c_str(), nullptr);
    std::string result = resolved != nullptr ? resolved : path;
    std::free(resolved);
    return result;
}

std::uint64_t milliseconds(Duration duration) {
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count());
}

/// The entry's own connection, where it is up already.
Expected<std::optional<bus::ConnectionInfo>> already_up(const CommandLine& line) {
    auto all = connections(false);
    if (!all) return std::unexpected(all.error());
    for (bus::ConnectionInfo& connection : *all)
        if (connection.owned && connected(connection) && fits(connection, line.entry) &&
            (line.phonebook.empty() || connection.phonebook == canonical(line.phonebook)))
            return std::move(connection);
    return std::nullopt;
}

std::optional<bus::ConnectionInfo> find(std::uint32_t handle) {
    const auto all = connections(false);
    if (all)
        for (const bus::ConnectionInfo& connection : *all)
            if (connection.handle == handle) return connection;
    return std::nullopt;
}

/// Empties line.password as soon as it is in the order. The error is a usage mistake.
std::expected<DialOrder, std::string> make_order(CommandLine& line) {
    // Where the user whose password is stored gives none, the stored one is meant.
    if (line.password_source == PasswordSource::None && !line.user.empty()) {
        const StoredCredentials stored = stored_credentials(line);
        if (stored.password && stored.user == line.user) {
            line.password = Secret(std::string(unchanged_password));
            line.password_source = PasswordSource::CommandLine;
        }
    }
    auto password = password_of(
        line, fmt::format("Password of {} for {}: ", line.user.empty() ? "the entry's user" : line.user, line.entry));
    if (!password) return std::unexpected(password.error());

    DialOrder order;
    std::string too_long;
    const auto put = [&](auto& field, std::string_view text, const char* what) {
        if (text.size() >= sizeof field)
            too_long = fmt::format("{} is longer than {} bytes", what, sizeof field - 1);
        else
            text.copy(field, text.size());
    };
    put(order.params.szEntryName, line.entry, "the entry's name");
    put(order.params.szUserName, line.user, "the user name");
    put(order.params.szPassword, password->reveal(), "the password");
    put(order.params.szDomain, line.domain, "the domain");
    put(order.params.szPhoneNumber, line.phone, "the phone number");
    put(order.params.szCallbackNumber, line.callback, "the callback number");
    if (!too_long.empty()) return std::unexpected(too_long);
    order.phonebook = line.phonebook;
    order.timeout = line.timeout;
    if (line.prefix_suffix) order.extensions.dwfOptions |= RDEOPT_UsePrefixSuffix;
    return order;
}

/// What is printed as the states come. The sentences are those of Windows, which scripts look for.
class Progress {
  public:
    explicit Progress(const CommandLine& line)
        : entry_(line.entry), json_(line.json), states_(line.verbose || (!line.json && isatty(STDOUT_FILENO) == 1)) {}

    void entered(RASCONNSTATE state, Duration elapsed) const {
        if (!json_) sentence(state);
        if (states_) show(state, milliseconds(elapsed));
        std::fflush(stdout);
    }
    [[nodiscard]] bool shows_states() const { return states_; }

  private:
    void sentence(RASCONNSTATE state) const {
        if (state == RASCS_ConnectDevice) fmt::print("Connecting to {}...\n", entry_);
        if (state == RASCS_Authenticate) fmt::print("Verifying username and password...\n");
        if (state == RASCS_AuthProject) fmt::print("Registering your computer on the network...\n");
        if (state == RASCS_Connected) fmt::print("Successfully connected to {}.\n", entry_);
    }
    void show(RASCONNSTATE state, std::uint64_t elapsed) const {
        if (json_) {
            nlohmann::ordered_json event{
                {"event", "state"}, {"entry", entry_}, {"state", state_name(state)}, {"elapsed_ms", elapsed}};
            std::puts(dump(event).c_str());
        } else {
            fmt::print("  {:>9}  {} ({})\n", duration_words(elapsed), state_name(state), state_words(state));
        }
    }

    std::string entry_;
    bool json_;
    bool states_;
};

void print_result(const char* result, const bus::ConnectionInfo& connection, std::uint64_t elapsed) {
    nlohmann::ordered_json object{
        {"result", result}, {"error", nullptr}, {"elapsed_ms", elapsed}, {"connection", to_json(connection)}};
    std::puts(dump(object).c_str());
}

Exit say_already_up(const CommandLine& line, const bus::ConnectionInfo& connection) {
    if (line.json) {
        print_result("already connected", connection, 0);
        return Exit::Success;
    }
    fmt::print("You are already connected to {}.\n", connection.entry);
    return complete();
}

Exit dial_here(const CommandLine& line, DialOrder& order) {
    const Progress progress(line);
    DialRun* running = nullptr;
    DialRun run([&](RASCONNSTATE state) { progress.entered(state, running->elapsed()); });
    running = &run;
    std::optional<Trouble> trouble = run.begin(order);
    if (!trouble) trouble = run.finish();
    if (trouble) {
        run.hang_up();
        return fail(*trouble, line.json);
    }
    const std::uint64_t elapsed = milliseconds(run.elapsed());
    if (!line.json && !progress.shows_states()) return complete();
    bus::ConnectionInfo connection = find(run.handle()).value_or(bus::ConnectionInfo{});
    if (line.json) {
        print_result("connected", connection, elapsed);
        return Exit::Success;
    }
    if (const std::string addresses = describe_addresses(connection); !addresses.empty())
        fmt::print("  {}\n", addresses);
    return complete();
}

/// The part of the background process that its parent hears of: how RasDial itself went.
struct Started {
    std::uint32_t error = 0;
};

/// A dial belongs to the thread that began it, which must live until it is established: so a child of our own does
/// both. A failure stays visible in `rasdial --status`, since the handle is not released.
[[noreturn]] void dial_in_child(DialOrder& order, int result_pipe) {
    setsid();
    DialRun run([](RASCONNSTATE) {});
    const std::optional<Trouble> trouble = run.begin(order);
    const Started started{trouble ? trouble->error : 0};
    const bool told = write(result_pipe, &started, sizeof started) == sizeof started;
    if (trouble || !told) {
        run.hang_up();
        _exit(1);
    }
    const UniqueFd nothing(open("/dev/null", O_RDWR));
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nothing.get(), standard);
    close(result_pipe);
    if (chdir("/") != 0) _exit(1);
    const std::optional<Trouble> end = run.finish();
    if (end && (end->error == ERROR_REQUEST_TIMEOUT || end->error == ERROR_USER_DISCONNECTION)) run.hang_up();
    _exit(end ? 1 : 0);
}

Exit dial_in_background(const CommandLine& line, DialOrder& order) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return fail(trouble(RasError{ERROR_NOT_ENOUGH_MEMORY, std::strerror(errno), {}}), line.json);
    UniqueFd result(ends[0]), child_end(ends[1]);
    const pid_t child = fork();
    if (child < 0) return fail(trouble(RasError{ERROR_NOT_ENOUGH_MEMORY, std::strerror(errno), {}}), line.json);
    if (child == 0) {
        result.reset();
        dial_in_child(order, child_end.release());
    }
    child_end.reset();
    Started started;
    ssize_t count = 0;
    do count = read(result.get(), &started, sizeof started);
    while (count < 0 && errno == EINTR);
    if (count != sizeof started)
        return fail(trouble(RasError{ERROR_UNKNOWN, "the background process has died", {}}), line.json);
    if (started.error != 0)
        return fail(Trouble{.error = started.error, .state = {}, .ended_by = 0, .detail = {}, .peer_text = {}},
                    line.json);
    if (line.json) {
        nlohmann::ordered_json object{{"result", "started"}, {"error", nullptr}, {"entry", line.entry}, {"pid", child}};
        std::puts(dump(object).c_str());
        return Exit::Success;
    }
    fmt::print("Connecting to {} in the background (process {}); see rasdial --status.\n", line.entry, child);
    return complete();
}

}  // namespace

Exit dial(CommandLine& line) {
    const auto up = already_up(line);
    if (!up) return fail(trouble(up.error()), line.json);
    if (*up) return say_already_up(line, **up);
    auto order = make_order(line);
    if (!order) return fail_usage(order.error());
    return line.no_wait ? dial_in_background(line, *order) : dial_here(line, *order);
}

}  // namespace openras::cli
