// Gives a password to the library, wipes its own copy and stays, so that a test can look for what the library has left
// in its memory. The password comes on standard input, so that it is on no command line.
//   use_password --how store|dial|dial-async --entry E --phonebook P --user U [--wide]
#include <cstddef>

#include "program.h"

using namespace program;

namespace {

char password[PWLEN + 1];  // the one copy

void read_password() {
    for (std::size_t i = 0; i + 1 < sizeof password && ::read(STDIN_FILENO, password + i, 1) == 1; ++i)
        if (password[i] == '\n') {
            password[i] = '\0';
            return;
        }
}

/// Text in a field of either face; ASCII.
template <typename Char, std::size_t size>
void put(Char (&field)[size], const char* text) {
    for (std::size_t i = 0; i + 1 < size && text[i] != '\0'; ++i) field[i] = static_cast<Char>(text[i]);
}

struct Ansi {
    using Credentials = RASCREDENTIALSA;
    using Params = RASDIALPARAMSA;
    using Text = std::string;
    static constexpr auto set_credentials = RasSetCredentialsA;
    static constexpr auto dial = RasDialA;
};
struct Wide {
    using Credentials = RASCREDENTIALSW;
    using Params = RASDIALPARAMSW;
    using Text = std::u16string;
    static constexpr auto set_credentials = RasSetCredentialsW;
    static constexpr auto dial = RasDialW;
};

template <typename Face>
DWORD store(const Options& options) {
    const std::string book = options.text("phonebook");
    const std::string entry = options.text("entry");
    typename Face::Credentials given{};
    given.dwSize = sizeof given;
    given.dwMask = RASCM_UserName | RASCM_Password;
    put(given.szUserName, options.text("user").c_str());
    put(given.szPassword, password);
    const DWORD result = Face::set_credentials(typename Face::Text(book.begin(), book.end()).c_str(),
                                               typename Face::Text(entry.begin(), entry.end()).c_str(), &given, 0);
    explicit_bzero(&given, sizeof given);
    return result;
}

RASCONNSTATE reached = RASCS_OpenPort;
DWORD failed = 0;

void on_state(UINT, RASCONNSTATE state, DWORD error) {
    reached = state;
    failed = error;
}

template <typename Face>
DWORD dial(const Options& options, bool asynchronous, HRASCONN& handle) {
    const std::string book = options.text("phonebook");
    typename Face::Params given{};
    given.dwSize = sizeof given;
    put(given.szEntryName, options.text("entry").c_str());
    put(given.szUserName, options.text("user").c_str());
    put(given.szPassword, password);
    const DWORD result = Face::dial(nullptr, typename Face::Text(book.begin(), book.end()).c_str(), &given, 0,
                                    asynchronous ? reinterpret_cast<void*>(&on_state) : nullptr, &handle);
    explicit_bzero(&given, sizeof given);
    while (asynchronous && result == 0 && failed == 0 && reached != RASCS_Connected)
        RasPumpNotifications(1000, nullptr);
    return result != 0 ? result : failed;
}

template <typename Face>
DWORD use(const Options& options, HRASCONN& handle) {
    const std::string how = options.text("how");
    return how == "store" ? store<Face>(options) : dial<Face>(options, how == "dial-async", handle);
}

}  // namespace

int main(int argc, char** argv) {
    const Options options(argc, argv);
    read_password();
    event("given");
    wait_for_stdin();
    HRASCONN handle = nullptr;
    const DWORD result = options.has("wide") ? use<Wide>(options, handle) : use<Ansi>(options, handle);
    explicit_bzero(password, sizeof password);
    event("wiped", {{"result", result}});
    wait_for_stdin();
    if (handle != nullptr) hang_up(handle, "main");
    return result == 0 ? 0 : 1;
}
