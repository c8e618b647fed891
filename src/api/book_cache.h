// The phone book that was read last. A program that dials a thousand entries of one book reads it once, not a thousand
// times.
#pragma once

#include <sys/stat.h>

#include <memory>
#include <mutex>
#include <string>

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

    std::mutex mutex_;
    std::string path_;
    struct stat version_{};
    std::shared_ptr<const phonebook::Book> book_;
};

}  // namespace openras::api
