// The phone books that were read last. A program that dials a thousand entries of one book reads it once, not a
// thousand times, and one that lists them asks twice, for the size and for the names.
#pragma once

#include <sys/stat.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "api/fork_guard.h"
#include "phonebook/book.h"

namespace openras::api {

class BookCache final : public ForkAware {
  public:
    static BookCache& instance();

    /// As Book::load(); the same book again while the file has not changed. Any thread.
    Expected<std::shared_ptr<const phonebook::Book>> load(const std::string& path);
    /// As phonebook::list_entry_names(), likewise.
    Expected<std::vector<std::string>> names(const std::string& path);

  private:
    BookCache() { enroll(); }
    void forget_in_child() override;

    struct Cached {
        std::string path;
        struct stat version{};
        std::shared_ptr<const phonebook::Book> book{};    ///< where it has been loaded
        std::optional<std::vector<std::string>> names{};  ///< where they have been listed
    };
    /// What is known of the file as it is now; nullptr where it is too young to be known again. Under mutex_.
    Cached* current(const std::string& path);

    std::mutex mutex_;
    std::vector<Cached> books_;  ///< the last one read stands last
};

}  // namespace openras::api
