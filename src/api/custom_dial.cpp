#include "api/custom_dial.h"

#include <dlfcn.h>

#include <cstring>
#include <filesystem>
#include <map>
#include <mutex>
#include <new>

#include "api/fork_guard.h"
#include "api/library_config.h"
#include "api/process.h"
#include "api/text.h"

namespace openras::api {

namespace {

/// The file name in a path of Linux or of Windows.
std::string_view file_name(std::string_view path) {
    const auto slash = path.find_last_of("/\\");
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::unexpected<RasError> no_dialer(const std::string& why) {
    return failure(ERROR_CANNOT_DO_CUSTOMDIAL, why);
}

/// The dialers of the connections that this process has dialled through one.
class Dialled final : public ForkAware {
  public:
    static Dialled& instance() {
        static auto* const only = new Dialled;
        return *only;
    }
    void put(std::uint32_t handle, const std::string& dialer) {
        const std::lock_guard lock(mutex_);
        dialers_[handle] = dialer;
    }
    std::string get(std::uint32_t handle) {
        const std::lock_guard lock(mutex_);
        const auto found = dialers_.find(handle);
        return found == dialers_.end() ? "" : found->second;
    }
    void remove(std::uint32_t handle) {
        const std::lock_guard lock(mutex_);
        dialers_.erase(handle);
    }

  private:
    Dialled() { enroll(); }
    void forget_in_child() override {
        new (&mutex_) std::mutex;  // another thread may have been inside it
        new (&dialers_) std::map<std::uint32_t, std::string>;
    }
    std::mutex mutex_;
    std::map<std::uint32_t, std::string> dialers_;
};

/// The connection whose RasCustomHangUp is running in this thread: its own RasHangUp is the real one.
thread_local HRASCONN hanging_up = nullptr;

/// The dialer of a connection: as this process knows it, else as its entry says; "" = none.
Expected<std::string> dialer_of(HRASCONN connection) {
    const std::uint32_t handle = to_handle(connection);
    if (std::string known = Dialled::instance().get(handle); !known.empty()) return known;
    auto reply = Process::instance().call<bus::EnumRequest, bus::EnumReply>(bus::method::enum_connections, {true});
    if (!reply) return std::unexpected(reply.error());
    for (const auto& one : reply->connections) {
        if (one.handle != handle) continue;
        auto target = find_entry(one.phonebook, one.entry);
        return target ? target->custom_dialer : "";
    }
    return "";
}

/// RASDIALPARAMS in UTF-16, wiped when it goes: custom dialers are Unicode.
struct WideParams {
    explicit WideParams(const DialCall& call) {
        std::memset(&value, 0, sizeof value);
        value.dwSize = sizeof value;
        put_text<Wide>(value.szEntryName, call.entry);
        put_text<Wide>(value.szPhoneNumber, call.phone_number);
        put_text<Wide>(value.szCallbackNumber, call.callback_number);
        put_text<Wide>(value.szUserName, call.user);
        if (auto password = to_utf16(call.password.reveal())) {
            password->copy(value.szPassword, PWLEN);
            wipe(password->data(), password->size() * sizeof(char16_t));
        }
        put_text<Wide>(value.szDomain, call.domain);
        value.dwSubEntry = call.subentry;
        value.dwCallbackId = call.callback_id;
    }
    ~WideParams() { wipe(&value, sizeof value); }
    WideParams(const WideParams&) = delete;
    WideParams& operator=(const WideParams&) = delete;
    RASDIALPARAMSW value;
};

}  // namespace

Expected<CustomDialer> CustomDialer::open(const std::string& path) {
    std::error_code error;
    const std::string canonical = std::filesystem::canonical(path, error);
    if (error) return no_dialer(path + ": " + error.message());
    if (!only_root_can_change(canonical))
        return no_dialer(canonical + ": others than root may change it or a directory above it");
    void* const library = dlopen(canonical.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) return no_dialer(dlerror());
    return CustomDialer(library);
}

Expected<CustomDialer> CustomDialer::load(const std::string& named) {
    for (const auto& path : system_library_config().custom_dialers) {
        if (path != named && file_name(path) != named) continue;
        auto dialer = open(path);
        if (dialer && (dialer->symbol("RasCustomDial") == nullptr || dialer->symbol("RasCustomHangUp") == nullptr))
            return no_dialer(path + " has no RasCustomDial or no RasCustomHangUp");
        return dialer;
    }
    return no_dialer("library.toml lists no custom dialer " + named);
}

Expected<CustomDialer> CustomDialer::load_script() {
    const std::string path = system_library_config().custom_script;
    if (path.empty()) return no_dialer("library.toml names no custom_script");
    auto script = open(path);
    if (script && script->symbol("RasCustomScriptExecute") == nullptr)
        return no_dialer(path + " has no RasCustomScriptExecute");
    return script;
}

void* CustomDialer::symbol(const char* name) const {
    return dlsym(library_, name);
}

DWORD dial_by_custom_dialer(const std::string& named, const DialCall& call, HRASCONN* connection) {
    auto dialer = CustomDialer::load(named);
    if (!dialer) return dialer.error().code;
    WideParams params(call);
    const auto book = to_utf16(call.phonebook).value_or(u"");
    // The type of the structure is that of the dialer's own build, which is Unicode.
    const DWORD error = dialer->function<RasCustomDialFn>("RasCustomDial")(
        dialer->instance(), const_cast<RASDIALEXTENSIONS*>(call.extensions),
        call.phonebook.empty() ? nullptr : book.c_str(), reinterpret_cast<LPRASDIALPARAMS>(&params.value),
        call.notifier_type, call.notifier, connection, 0);
    if (*connection != nullptr) Dialled::instance().put(to_handle(*connection), named);
    return error;
}

std::optional<DWORD> hang_up_by_custom_dialer(HRASCONN connection) {
    if (connection == nullptr || hanging_up == connection || system_library_config().custom_dialers.empty())
        return std::nullopt;
    const auto named = dialer_of(connection);
    if (!named) return named.error().code;
    if (named->empty()) return std::nullopt;
    auto dialer = CustomDialer::load(*named);
    if (!dialer) return std::nullopt;  // it is gone; the connection shall not stay for that
    struct Inside {
        HRASCONN before = hanging_up;
        ~Inside() { hanging_up = before; }
    } const inside;
    hanging_up = connection;
    const DWORD error = dialer->function<RasCustomHangUpFn>("RasCustomHangUp")(connection);
    if (error == 0) Dialled::instance().remove(to_handle(connection));
    return error;
}

void notify_custom_dialer_of_deletion(const Located& deleted) {
    auto entry = deleted.contents->entry(deleted.entry);
    if (!entry || entry->custom_dial_dll.empty()) return;
    auto dialer = CustomDialer::load(entry->custom_dial_dll);
    if (!dialer) return;
    const auto notify = dialer->function<RasCustomDeleteEntryNotifyFn>("RasCustomDeleteEntryNotify");
    if (notify == nullptr) return;
    DWORD flags = deleted.book.all_users ? RCD_AllUsers : RCD_SingleUser;
    if (entry->custom_auth_key != 0) flags |= RCD_Eap;
    notify(to_utf16(deleted.book.path).value_or(u"").c_str(), to_utf16(deleted.entry).value_or(u"").c_str(), flags);
}

}  // namespace openras::api
