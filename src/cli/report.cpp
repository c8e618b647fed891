#include "cli/report.h"

#include <fmt/format.h>
#include <rasnotify.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "bus/connection.h"
#include "cli/describe.h"
#include "cli/words.h"

namespace openras::cli {

std::string tell(const Trouble& trouble, const std::string& text) {
    std::string out = fmt::format("Remote Access error {} - {}\n", trouble.error, text);
    const auto line = [&](const std::string& words) { out += "    " + words + "\n"; };
    std::string what = error_name(trouble.error);
    if (trouble.state)
        what += fmt::format("{}in state {} ({})", what.empty() ? "" : ", ", state_name(*trouble.state),
                            state_words(*trouble.state));
    if (const std::string who = ended_by_words(trouble.ended_by); !who.empty()) what += ", ended by " + who;
    if (!what.empty()) line(what);
    if (!trouble.detail.empty()) line(trouble.detail);
    if (!trouble.peer_text.empty()) line("the peer says: \"" + trouble.peer_text + "\"");
    if (trouble.error == ERROR_RASMAN_CANNOT_INITIALIZE)
        line(
            "start the manager: `systemctl start rasmand`, or as root `rasmand --user openras`; "
            "another socket: --socket PATH or OPENRAS_SOCKET (rasmand(8))");
    if (trouble.shut_out)
        line(
            "the manager listens to root and the group openras: `usermod -aG openras NAME` and log in again, or "
            "`[access] everyone = true` in /etc/openras/rasmand.toml (rasmand(8))");
    return out;
}

nlohmann::ordered_json to_json(const Trouble& trouble, const std::string& text) {
    nlohmann::ordered_json json;
    json["number"] = trouble.error;
    json["name"] = error_name(trouble.error);
    json["text"] = text;
    if (trouble.state) json["state"] = state_name(*trouble.state);
    json["ended_by"] = ended_by_name(trouble.ended_by);
    json["detail"] = trouble.detail;
    json["peer_text"] = trouble.peer_text;
    return json;
}

Exit fail(Trouble trouble, bool json) {
    const std::string text = error_text(trouble.error);
    trouble.shut_out = trouble.error == ERROR_ACCESS_DENIED && !bus::may_connect(bus::socket_path());
    std::fflush(stdout);
    std::fputs(tell(trouble, text).c_str(), stderr);
    if (json) {
        nlohmann::ordered_json object;
        object["result"] = "failed";
        object["error"] = to_json(trouble, text);
        std::puts(dump(object).c_str());
    }
    return trouble.error == ERROR_CANNOT_FIND_PHONEBOOK_ENTRY ? Exit::NotFound : Exit::RasFailure;
}

Exit fail_usage(const std::string& what) {
    std::fputs(("rasdial: " + what + "; see rasdial --help\n").c_str(), stderr);
    return Exit::Usage;
}

Exit fail_not_connected(const std::string& entry, bool json) {
    Trouble trouble;
    trouble.error = ERROR_NO_CONNECTION;
    trouble.detail = entry + " is not connected";
    fail(trouble, json);
    return Exit::NotFound;
}

Exit complete() {
    std::puts("Command completed successfully.");
    return Exit::Success;
}

}  // namespace openras::cli
