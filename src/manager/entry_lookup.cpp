#include "manager/entry_lookup.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "bus/entry_settings.h"
#include "phonebook/book.h"

namespace openras::manager {

Expected<bus::EntrySettings> system_entry(const std::string& phonebook, const std::string& entry) {
    const auto book = phonebook::Book::load(phonebook);
    // The library has looked into the user's books before it asks for this one: what is missing is the entry.
    if (std::error_code error; !book && !std::filesystem::exists(phonebook, error) && !error) {
        return failure(ERROR_CANNOT_FIND_PHONEBOOK_ENTRY,
                       fmt::format("no entry '{}': there is no {}, either", entry, phonebook));
    }
    if (!book) return std::unexpected(book.error());
    const auto found = book->entry(entry);
    if (!found) return std::unexpected(found.error());
    return bus::settings_from(*found);
}

ppp::Credentials credentials_of(const bus::DialRequest& request) {
    ppp::Credentials credentials;
    const std::string& user = request.user.empty() ? request.settings.user : request.user;
    credentials.user = request.domain.empty() || request.domain == "*" ? user : request.domain + "\\" + user;
    credentials.password = request.password;
    return credentials;
}

DialPlan plan_of(const Connection& connection, bus::DialRequest request, bool privileged) {
    DialPlan plan;
    plan.handle = connection.handle;
    plan.dial_id = connection.dial_id;
    plan.entry = connection.key.entry;
    plan.phone_number = connection.status.phone_number;
    plan.credentials = credentials_of(request);
    plan.paused_states = !request.entry.empty() && (request.options & RDEOPT_PausedStates) != 0;
    plan.privileged = privileged || request.system_book;
    plan.settings = std::move(request.settings);
    return plan;
}

}  // namespace openras::manager
