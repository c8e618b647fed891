#include "cli/password.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "base/unique_fd.h"

namespace openras::cli {

namespace {

constexpr std::size_t max_password = 256;  // PWLEN, lmcons.h

volatile std::sig_atomic_t interrupted = 0;  // set by a signal while the password is typed

std::unexpected<std::string> wrong(const std::string& what, int error) {
    return std::unexpected(what + ": " + std::strerror(error));
}

/// One byte a read: what follows the line belongs to whoever reads the descriptor next.
std::expected<Secret, std::string> read_line(int fd, const std::string& name) {
    std::array<char, max_password + 1> line{};
    std::size_t size = 0;
    std::expected<Secret, std::string> result;
    while (true) {
        char letter = 0;
        const ssize_t count = ::read(fd, &letter, 1);
        if (count < 0 && errno == EINTR && interrupted == 0) continue;
        if (count < 0) {
            result = wrong("cannot read the password from " + name, errno);
            break;
        }
        if (count == 0 || letter == '\n') {
            if (size > 0 && line[size - 1] == '\r') --size;
            result = Secret(std::string_view(line.data(), size));
            break;
        }
        if (size == max_password) {
            result = std::unexpected("the password in " + name + " is longer than 256 bytes");
            break;
        }
        line[size++] = letter;
    }
    wipe(line.data(), line.size());
    return result;
}

/// No echo while it lives, and Ctrl-C interrupts the reading instead of leaving a dumb terminal behind.
class EchoOff {
  public:
    explicit EchoOff(int terminal) : terminal_(terminal) {
        interrupted = 0;
        struct sigaction note{};
        note.sa_handler = [](int) { interrupted = 1; };  // without SA_RESTART: read() returns
        for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &note, &actions_before_[i]);
        if (tcgetattr(terminal_, &before_) != 0) return;
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        quiet.c_lflag |= ECHONL;
        changed_ = tcsetattr(terminal_, TCSAFLUSH, &quiet) == 0;
    }
    ~EchoOff() {
        if (changed_) tcsetattr(terminal_, TCSAFLUSH, &before_);
        for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &actions_before_[i], nullptr);
    }
    EchoOff(const EchoOff&) = delete;
    EchoOff& operator=(const EchoOff&) = delete;

  private:
    static constexpr std::array signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    int terminal_;
    termios before_{};
    std::array<struct sigaction, signals.size()> actions_before_{};
    bool changed_ = false;
};

}  // namespace

std::expected<Secret, std::string> password_from_file(const std::string& path) {
    if (path == "-") return read_line(STDIN_FILENO, "standard input");
    const UniqueFd file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    if (!file) return wrong("cannot open the password file " + path, errno);
    return read_line(file.get(), path);
}

std::expected<Secret, std::string> password_from_descriptor(int fd) {
    return read_line(fd, "descriptor " + std::to_string(fd));
}

bool can_ask() {
    return isatty(STDIN_FILENO) == 1;
}

std::expected<Secret, std::string> ask_password(const std::string& prompt) {
    const UniqueFd terminal(open("/dev/tty", O_RDWR | O_CLOEXEC));
    if (!terminal)
        return std::unexpected<std::string>(
            "no terminal to ask for the password; use --password-file or --password-fd");
    const EchoOff quiet(terminal.get());  // first, so that an answer to the prompt is never flushed away
    if (write(terminal.get(), prompt.data(), prompt.size()) < 0) return wrong("cannot ask for the password", errno);
    return read_line(terminal.get(), "the terminal");
}

std::expected<Secret, std::string> password_of(CommandLine& line, const std::string& prompt) {
    switch (line.password_source) {
        case PasswordSource::CommandLine: break;
        case PasswordSource::None:
            if (!line.user.empty() && can_ask()) return ask_password(prompt);
            break;
        case PasswordSource::Prompt: return ask_password(prompt);
        case PasswordSource::File: return password_from_file(line.password_file);
        case PasswordSource::Descriptor: return password_from_descriptor(line.password_fd);
    }
    return std::move(line.password);
}

}  // namespace openras::cli
