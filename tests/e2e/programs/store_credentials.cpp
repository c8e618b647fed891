// Asks the manager's store of credentials by the bus itself. The password comes on standard input, so that it is on no
// command line.
//   store_credentials set|clear|get|move --phonebook P --entry E [--user U] [--system] [--everyone] [--to E2]
#include <unistd.h>

#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "bus/connection.h"
#include "ras.h"

using namespace openras;

namespace {

template <typename Request, typename Reply>
Reply ask(bus::Connection& manager, const char* method, const Request& request) {
    auto reply = manager.call<Request, Reply>(method, request);
    Reply refused{};
    refused.error = reply ? 0 : reply.error().code;
    return reply.value_or(refused);
}

}  // namespace

int main(int argc, char** argv) {
    std::string book;
    std::string entry;
    std::string user;
    std::string to;
    bool system = false;
    bool everyone = false;
    const std::string what = argc > 1 ? argv[1] : "";
    for (int i = 2; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--system") system = true;
        if (word == "--everyone") everyone = true;
        if (i + 1 < argc && word == "--phonebook") book = argv[++i];
        if (i + 1 < argc && word == "--entry") entry = argv[++i];
        if (i + 1 < argc && word == "--user") user = argv[++i];
        if (i + 1 < argc && word == "--to") to = argv[++i];
    }
    auto manager = bus::Connection::open(bus::socket_path(), bus::ConnectionKind::Process);
    nlohmann::json out{{"error", 0}};
    if (!manager) {
        out["error"] = manager.error().code;
    } else if (what == "get") {
        const auto reply = ask<bus::CredentialsRequest, bus::CredentialsReply>(**manager, bus::method::get_credentials,
                                                                               {book, system, entry, everyone});
        out = {{"error", reply.error}, {"items", reply.items}, {"user", reply.user}};
    } else if (what == "move") {
        out["error"] = ask<bus::MoveCredentialsRequest, bus::ErrorReply>(**manager, bus::method::move_credentials,
                                                                         {book, system, entry, to})
                           .error;
    } else {
        bus::SetCredentialsRequest request;
        request.phonebook = book;
        request.system_book = system;
        request.entry = entry;
        request.everyone = everyone;
        request.items = RASCM_UserName | RASCM_Password;
        request.clear = what == "clear";
        request.user = user;
        std::string password;
        if (!request.clear) std::getline(std::cin, password);
        request.secret = Secret(password);
        wipe(password.data(), password.size());
        out["error"] =
            ask<bus::SetCredentialsRequest, bus::ErrorReply>(**manager, bus::method::set_credentials, request).error;
    }
    std::cout << out.dump() << '\n';
    return 0;
}
