#include "cli/show.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/describe.h"
#include "cli/manager.h"

namespace openras::cli {

namespace {

/// 12:31:05.123 in local time, or with `date` the whole of it in UTC as ISO 8601 has it.
std::string now(bool date) {
    const auto time = std::chrono::system_clock::now();
    const auto seconds = std::chrono::system_clock::to_time_t(time);
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count() % 1000;
    if (date) return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(seconds), ms);
    return fmt::format("{:%H:%M:%S}.{:03}", fmt::localtime(seconds), ms);
}

void print_json(const std::vector<bus::ConnectionInfo>& connections) {
    nlohmann::ordered_json object;
    object["connections"] = nlohmann::ordered_json::array();
    for (const bus::ConnectionInfo& connection : connections) object["connections"].push_back(to_json(connection));
    std::puts(dump(object).c_str());
}

void print_change(const bus::ConnectionInfo& connection, bool gone, bool initial, bool json) {
    if (json) {
        nlohmann::ordered_json event{{"event", gone      ? "gone"
                                               : initial ? "present"
                                                         : "changed"},
                                     {"time", now(true)},
                                     {"connection", to_json(connection)}};
        std::puts(dump(event).c_str());
    } else {
        fmt::print("{}  {}\n", now(false), change_line(connection, gone));
    }
    std::fflush(stdout);
}

/// A connection that /DISCONNECT has something to do for.
bool alive(const bus::ConnectionInfo& connection) {
    return !ended(connection);
}

}  // namespace

Exit list(const CommandLine& line) {
    auto found = connections(false);
    if (!found) return fail(trouble(found.error()), line.json);
    std::erase_if(*found, [](const auto& connection) { return !connected(connection); });
    if (line.json) {
        print_json(*found);
        return Exit::Success;
    }
    std::puts(found->empty() ? "No connections" : "Connected to");
    for (const bus::ConnectionInfo& connection : *found) fmt::print("{}\n", connection.entry);
    return complete();
}

Exit status(const CommandLine& line) {
    auto found = connections(true);
    if (!found) return fail(trouble(found.error()), line.json);
    std::erase_if(*found, [&](const auto& connection) { return !fits(connection, line.entry); });
    if (found->empty() && !line.entry.empty()) return fail_not_connected(line.entry, line.json);
    if (line.json) {
        print_json(*found);
        return Exit::Success;
    }
    if (found->empty()) std::puts("No connections");
    for (const bus::ConnectionInfo& connection : *found) fmt::print("{}", describe(connection));
    return Exit::Success;
}

Exit watch(const CommandLine& line) {
    for (const int number : {SIGINT, SIGTERM}) std::signal(number, [](int) { _exit(0); });  // each line was flushed
    return fail(trouble(watch([&](const bus::ConnectionInfo& connection, bool gone, bool initial) {
                    if (fits(connection, line.entry)) print_change(connection, gone, initial, line.json);
                })),
                line.json);
}

Exit disconnect(const CommandLine& line) {
    auto found = connections(false);
    if (!found) return fail(trouble(found.error()), line.json);
    // Without a name only one's own; a name reaches as far as the caller may (root and the group openras: everybody's).
    std::erase_if(*found, [&](const auto& connection) {
        return !alive(connection) || !fits(connection, line.entry) || (line.entry.empty() && !connection.owned);
    });
    if (found->empty() && !line.entry.empty()) return fail_not_connected(line.entry, line.json);
    for (const bus::ConnectionInfo& connection : *found)
        if (const auto done = hang_up(connection.handle); !done) return fail(trouble(done.error()), line.json);
    if (line.json) {
        nlohmann::ordered_json object{{"result", "disconnected"}, {"error", nullptr}, {"count", found->size()}};
        std::puts(dump(object).c_str());
        return Exit::Success;
    }
    return complete();
}

}  // namespace openras::cli
