#include "cli/credentials.h"

#include <fmt/format.h>
#include <ras.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/strings.h"
#include "cli/books.h"
#include "cli/describe.h"
#include "cli/manager.h"
#include "cli/password.h"

namespace openras::cli {

namespace {

/// RASCREDENTIALS, wiped when it goes.
struct Credentials {
    RASCREDENTIALSA value{};
    Credentials() { value.dwSize = sizeof value; }
    ~Credentials() { wipe(&value, sizeof value); }
    Credentials(const Credentials&) = delete;
    Credentials& operator=(const Credentials&) = delete;
};

template <std::size_t size>
bool put(std::string_view text, char (&field)[size]) {
    if (text.size() >= size) return false;
    text.copy(field, text.size());
    return true;
}

Exit store(const CommandLine& line, Credentials& credentials, bool clear) {
    auto path = book_of(line);
    if (!path) return fail(trouble(path.error()), line.json);
    if (line.everyone) credentials.value.dwMask |= RASCM_DefaultCreds;
    if (const DWORD error = RasSetCredentialsA(path->c_str(), line.entry.c_str(), &credentials.value, clear ? 1 : 0))
        return fail(trouble(RasError{error, *path, {}}), line.json);
    if (!line.json) {
        fmt::print("Credentials of {} {}.\n", line.entry, clear ? "forgotten" : "stored");
        return Exit::Success;
    }
    nlohmann::ordered_json object{{"result", clear ? "forgotten" : "stored"},
                                  {"entries", {line.entry}},
                                  {"phonebook", *path},
                                  {"error", nullptr}};
    std::puts(dump(object).c_str());
    return Exit::Success;
}

}  // namespace

Exit save_credentials(CommandLine& line) {
    if (line.password_source == PasswordSource::None) line.password_source = PasswordSource::Prompt;
    auto password = password_of(line, fmt::format("Password of {} for {}: ", line.user, line.entry));
    if (!password) return fail_usage(password.error());
    Credentials credentials;
    if (!put(line.user, credentials.value.szUserName)) return fail_usage("the user name is longer than 256 bytes");
    if (!put(line.domain, credentials.value.szDomain)) return fail_usage("the domain is longer than 15 bytes");
    if (!put(password->reveal(), credentials.value.szPassword))
        return fail_usage("the password is longer than 256 bytes");
    credentials.value.dwMask = RASCM_UserName | RASCM_Domain | RASCM_Password;
    return store(line, credentials, false);
}

Exit forget_credentials(const CommandLine& line) {
    Credentials credentials;
    credentials.value.dwMask = RASCM_UserName | RASCM_Domain | RASCM_Password;
    return store(line, credentials, true);
}

void forget_stored(const std::string& phonebook, const std::vector<std::string>& entries) {
    for (const std::string& entry : entries)
        for (const DWORD items : {DWORD{RASCM_UserName | RASCM_Domain | RASCM_Password}, DWORD{RASCM_PreSharedKey},
                                  DWORD{RASCM_ServerPreSharedKey}, DWORD{RASCM_DDMPreSharedKey}}) {
            Credentials credentials;
            credentials.value.dwMask = items;
            const DWORD error = RasSetCredentialsA(phonebook.c_str(), entry.c_str(), &credentials.value, 1);
            if (error == ERROR_RASMAN_CANNOT_INITIALIZE) return;
        }
    entries_made_anew(phonebook, entries);
}

StoredCredentials stored_credentials(const CommandLine& line) {
    const auto path = book_of(line);
    if (!path) return {};
    Credentials credentials;
    credentials.value.dwMask = RASCM_UserName | RASCM_Domain | RASCM_Password;
    if (RasGetCredentialsA(path->c_str(), line.entry.c_str(), &credentials.value) != 0) return {};
    const auto has = [&](DWORD bit) { return (credentials.value.dwMask & bit) != 0; };
    return {.user = has(RASCM_UserName) ? credentials.value.szUserName : "",
            .domain = has(RASCM_Domain) ? credentials.value.szDomain : "",
            .password = has(RASCM_Password)};
}

}  // namespace openras::cli
