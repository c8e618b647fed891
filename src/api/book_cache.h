// The phone books that were read last. A program that dials a thousand entries of one book reads it once, not a
// thousand times.
#pragma once

#include <sys/stat.h>

#include <memory>
#include <mutex>
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

  private:
    BookCache() { enroll(); }
    void forget_in_child() override;

    struct Cached {
        std::string path;
        struct stat version{};
        std::shared_ptr<const phonebook::Book> book;
    };
    std::mutex mutex_;
    std::vector<Cached> books_;  ///< the last one read stands last
};

}  // namespace openras::api
