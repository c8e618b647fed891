// The console (kit/console.h).
#include "compat/kit/console.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "compat/console_input.h"
#include "compat/guard.h"
#include "compat/handles.h"
#include "compat/utf.h"

using namespace openras;
using namespace openras::compat;

namespace {

BOOL write_all(HANDLE handle, const char* bytes, std::size_t count) {
    const int fd = console_descriptor(handle);
    if (fd < 0) return failed_with(ERROR_INVALID_HANDLE);
    std::fflush(fd == STDOUT_FILENO ? stdout : stderr);  // in the order of the program
    while (count != 0) {
        const ssize_t done = write(fd, bytes, count);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return failed_with(ERROR_INVALID_FUNCTION);
        bytes += done;
        count -= static_cast<std::size_t>(done);
    }
    return TRUE;
}

/// Units of the line being read that did not fit into the caller's buffer.
template <typename Unit>
std::basic_string<Unit>& rest_of_line() {
    static auto* const only = new std::basic_string<Unit>;
    return *only;
}

/// One line with CR LF, cut into the pieces that the caller asks for; nothing at the end of the input.
template <typename Unit>
BOOL read_line(HANDLE handle, void* to, DWORD room, DWORD* got, std::basic_string<Unit> (*convert)(std::string_view)) {
    if (console_descriptor(handle) != STDIN_FILENO) return failed_with(ERROR_INVALID_HANDLE);
    if (to == nullptr || got == nullptr) return failed_with(ERROR_INVALID_PARAMETER);
    return safely<BOOL>(FALSE, [&]() -> BOOL {
        auto& rest = rest_of_line<Unit>();
        if (rest.empty()) {
            std::string line;
            for (;;) {
                wait_for_input(stdin);
                const int byte = std::fgetc(stdin);
                if (byte == EOF) break;
                if (byte == '\n') {
                    line += "\r\n";
                    break;
                }
                line += static_cast<char>(byte);
            }
            rest = convert(line);
        }
        const std::size_t count = std::min<std::size_t>(rest.size(), room);
        std::memcpy(to, rest.data(), count * sizeof(Unit));
        rest.erase(0, count);
        *got = static_cast<DWORD>(count);
        return TRUE;
    });
}

std::string as_it_is(std::string_view text) {
    return std::string(text);
}
std::u16string as_utf16(std::string_view text) {
    return utf16(text);
}

/// The routines of SetConsoleCtrlHandler, and the thread that runs them.
class ControlHandlers {
  public:
    static ControlHandlers& instance() {
        static auto* const only = new ControlHandlers;
        return *only;
    }
    bool add(PHANDLER_ROUTINE routine) {
        const std::lock_guard lock(mutex_);
        if (pipe_[1] < 0 && !start()) return false;
        routines_.push_back(routine);
        return true;
    }
    bool remove(PHANDLER_ROUTINE routine) {
        const std::lock_guard lock(mutex_);
        const auto found = std::ranges::find(routines_, routine);
        if (found == routines_.end()) return false;
        routines_.erase(found);
        return true;
    }

  private:
    bool start() {
        if (pipe2(pipe_, O_CLOEXEC) != 0) return false;
        to_thread = pipe_[1];
        try {
            std::thread([this] { serve(); }).detach();
        } catch (const std::system_error&) {
            throw std::bad_alloc();  // no thread left
        }
        for (const int signal : {SIGINT, SIGQUIT, SIGTERM, SIGHUP}) {
            struct sigaction action{};
            action.sa_handler = [](int number) {
                const int kept = errno;
                const char byte = static_cast<char>(number);
                [[maybe_unused]] const auto done = write(to_thread, &byte, 1);
                errno = kept;
            };
            action.sa_flags = SA_RESTART;
            sigaction(signal, &action, nullptr);
        }
        return true;
    }
    void serve() {
        char signal = 0;
        for (;;) {
            if (read(pipe_[0], &signal, 1) != 1) continue;
            const DWORD event = signal == SIGINT    ? CTRL_C_EVENT
                                : signal == SIGQUIT ? CTRL_BREAK_EVENT
                                                    : CTRL_CLOSE_EVENT;
            std::vector<PHANDLER_ROUTINE> routines;
            {
                const std::lock_guard lock(mutex_);
                routines = routines_;
            }
            // The one that came last is asked first.
            const bool handled = std::any_of(routines.rbegin(), routines.rend(),
                                             [&](PHANDLER_ROUTINE routine) { return routine(event) != FALSE; });
            if (!handled) std::_Exit(128 + signal);
        }
    }

    static std::atomic<int> to_thread;
    std::mutex mutex_;
    std::vector<PHANDLER_ROUTINE> routines_;
    int pipe_[2] = {-1, -1};
};
std::atomic<int> ControlHandlers::to_thread = -1;

}  // namespace

HANDLE GetStdHandle(DWORD nStdHandle) {
    const auto handle = reinterpret_cast<HANDLE>(static_cast<intptr_t>(static_cast<LONG>(nStdHandle)));
    if (console_descriptor(handle) >= 0) return handle;
    SetLastError(ERROR_INVALID_HANDLE);
    return INVALID_HANDLE_VALUE;
}

BOOL WriteConsoleA(HANDLE hConsole, LPCVOID lpText, DWORD cch, LPDWORD lpWritten, LPVOID) {
    if (lpWritten != nullptr) *lpWritten = cch;
    return write_all(hConsole, static_cast<const char*>(lpText), cch);
}
BOOL WriteConsoleW(HANDLE hConsole, LPCVOID lpText, DWORD cch, LPDWORD lpWritten, LPVOID) {
    return safely<BOOL>(FALSE, [&] {
        const std::string bytes = utf8({static_cast<const char16_t*>(lpText), cch});
        if (lpWritten != nullptr) *lpWritten = cch;
        return write_all(hConsole, bytes.data(), bytes.size());
    });
}
BOOL ReadConsoleA(HANDLE hConsole, LPVOID lpText, DWORD cch, LPDWORD lpRead, LPVOID) {
    return read_line<char>(hConsole, lpText, cch, lpRead, as_it_is);
}
BOOL ReadConsoleW(HANDLE hConsole, LPVOID lpText, DWORD cch, LPDWORD lpRead, LPVOID) {
    return read_line<char16_t>(hConsole, lpText, cch, lpRead, as_utf16);
}
BOOL WriteFile(HANDLE hFile, LPCVOID lpBytes, DWORD cb, LPDWORD lpWritten, LPVOID) {
    return WriteConsoleA(hFile, lpBytes, cb, lpWritten, nullptr);
}
BOOL ReadFile(HANDLE hFile, LPVOID lpBytes, DWORD cb, LPDWORD lpRead, LPVOID) {
    if (console_descriptor(hFile) != STDIN_FILENO) return failed_with(ERROR_INVALID_HANDLE);
    wait_for_input(stdin);
    const ssize_t got = read(STDIN_FILENO, lpBytes, cb);
    if (got < 0) return failed_with(ERROR_INVALID_FUNCTION);
    if (lpRead != nullptr) *lpRead = static_cast<DWORD>(got);
    return TRUE;
}

BOOL GetConsoleMode(HANDLE hConsole, LPDWORD lpMode) {
    termios settings{};
    const int fd = console_descriptor(hConsole);
    if (fd < 0 || lpMode == nullptr || tcgetattr(fd, &settings) != 0) return failed_with(ERROR_INVALID_HANDLE);
    *lpMode = ((settings.c_lflag & ISIG) != 0 ? ENABLE_PROCESSED_INPUT : 0) |
              ((settings.c_lflag & ICANON) != 0 ? ENABLE_LINE_INPUT : 0) |
              ((settings.c_lflag & ECHO) != 0 ? ENABLE_ECHO_INPUT : 0);
    return TRUE;
}
BOOL SetConsoleMode(HANDLE hConsole, DWORD dwMode) {
    termios settings{};
    const int fd = console_descriptor(hConsole);
    if (fd < 0 || tcgetattr(fd, &settings) != 0) return failed_with(ERROR_INVALID_HANDLE);
    const auto set = [&](tcflag_t flag, DWORD bit) {
        settings.c_lflag = (dwMode & bit) != 0 ? settings.c_lflag | flag : settings.c_lflag & ~flag;
    };
    set(ISIG, ENABLE_PROCESSED_INPUT);
    set(ICANON, ENABLE_LINE_INPUT);
    set(ECHO, ENABLE_ECHO_INPUT);
    return tcsetattr(fd, TCSANOW, &settings) == 0 ? TRUE : failed_with(ERROR_INVALID_FUNCTION);
}

BOOL SetConsoleCtrlHandler(PHANDLER_ROUTINE lpHandler, BOOL bAdd) {
    return safely<BOOL>(FALSE, [&]() -> BOOL {
        if (lpHandler == nullptr) {  // ignore Ctrl-C, or no more
            std::signal(SIGINT, bAdd ? SIG_IGN : SIG_DFL);
            return TRUE;
        }
        auto& handlers = ControlHandlers::instance();
        if (bAdd ? handlers.add(lpHandler) : handlers.remove(lpHandler)) return TRUE;
        return failed_with(ERROR_INVALID_PARAMETER);
    });
}

int _getch(void) {
    return read_key();
}
int _getche(void) {
    const int key = read_key();
    if (key != EOF) _putch(key);
    return key;
}
int _kbhit(void) {
    return key_is_there() ? 1 : 0;
}
int _putch(int character) {
    const int result = std::fputc(character, stdout);
    std::fflush(stdout);
    return result;
}
