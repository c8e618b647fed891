#include "compat/console_input.h"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <mutex>

namespace openras::compat {

namespace {

/// The terminal, by line (as the program found it) or by key. A program that ends leaves it as it found it.
class Terminal {
  public:
    void by_line() {
        const std::lock_guard lock(mutex_);
        if (by_key_) tcsetattr(STDIN_FILENO, TCSANOW, &found_);
        by_key_ = false;
    }
    void by_key() {
        const std::lock_guard lock(mutex_);
        if (by_key_ || tcgetattr(STDIN_FILENO, &found_) != 0) return;
        termios raw = found_;
        raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
        raw.c_iflag &= ~static_cast<tcflag_t>(ICRNL);
        by_key_ = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
        static const int registered = std::atexit([] { terminal().by_line(); });
        (void)registered;
    }
    static Terminal& terminal() {
        static auto* const only = new Terminal;
        return *only;
    }

  private:
    std::mutex mutex_;
    termios found_{};
    bool by_key_ = false;
};

/// Bytes that stdio has read and nobody has taken. glibc has no function for it.
bool has_buffered(const std::FILE* stream) {
    return stream->_IO_read_ptr < stream->_IO_read_end;
}

bool wait_for_bytes(Deadline deadline) {
    if (has_buffered(stdin)) return true;
    std::fflush(stdout);  // the prompt
    pollfd input{STDIN_FILENO, POLLIN, 0};
    return poll_pumping({&input, 1}, deadline);
}

}  // namespace

void wait_for_input(std::FILE* stream) {
    if (stream != stdin) return;
    Terminal::terminal().by_line();
    wait_for_bytes(std::nullopt);
}

int read_key() {
    Terminal::terminal().by_key();
    wait_for_bytes(std::nullopt);
    return std::fgetc(stdin);
}

bool key_is_there() {
    Terminal::terminal().by_key();
    return wait_for_bytes(deadline_after(0));
}

}  // namespace openras::compat
