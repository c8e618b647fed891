#include "cli/dial_run.h"

#include <poll.h>
#include <sys/signalfd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "base/secret.h"

namespace openras::cli {

namespace {

UniqueFd block_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, number);
    sigprocmask(SIG_BLOCK, &set, nullptr);
    return UniqueFd(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

}  // namespace

DWORD RASCALLBACK DialRun::on_event(ULONG_PTR self, DWORD, HRASCONN, UINT, RASCONNSTATE state, DWORD error, DWORD) {
    reinterpret_cast<DialRun*>(self)->on_state(state, error);
    return 1;
}

void DialRun::on_state(RASCONNSTATE state, DWORD error) {
    state_ = state;
    error_ = error;
    // A failed authentication is told as AuthNotify with its error; it ends the dial like any other error.
    done_ = error != 0 || state == RASCS_Connected || state == RASCS_Disconnected;
    if (error == 0) entered_(state);
}

std::optional<Trouble> DialRun::begin(DialOrder& order) {
    signals_ = block_signals();
    begun_ = Clock::now();
    if (order.timeout) deadline_ = begun_ + *order.timeout;
    order.params.dwSize = sizeof order.params;
    order.params.dwCallbackId = reinterpret_cast<ULONG_PTR>(this);
    order.extensions.dwSize = sizeof order.extensions;
    const DWORD error =
        RasDialA(&order.extensions, order.phonebook.empty() ? nullptr : order.phonebook.c_str(), &order.params,
                 RASDIAL_NOTIFIER_FUNC2, reinterpret_cast<void*>(&DialRun::on_event), &handle_);
    wipe(order.params.szPassword, sizeof order.params.szPassword);
    if (error == 0) return std::nullopt;
    return why(error);
}

int DialRun::milliseconds_left() const {
    if (!deadline_) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline_ - Clock::now()).count();
    return left > 0 ? static_cast<int>(left) : 0;
}

std::optional<Trouble> DialRun::finish() {
    int channel = -1;
    if (const DWORD error = RasGetNotificationFd(&channel); error != 0) return why(error);
    while (!done_) {
        std::array<pollfd, 2> wait{pollfd{channel, POLLIN, 0}, pollfd{signals_.get(), POLLIN, 0}};
        const int ready = poll(wait.data(), wait.size(), milliseconds_left());
        if (ready < 0 && errno == EINTR) continue;
        if (ready == 0) return why(ERROR_REQUEST_TIMEOUT);
        if (wait[1].revents != 0) return why(ERROR_USER_DISCONNECTION);
        if (const DWORD error = RasPumpNotifications(0, nullptr); error != 0 && !done_) return why(error);
    }
    if (error_ != 0) return why(error_);
    if (state_ != RASCS_Connected) return why(ERROR_DISCONNECTION);
    return std::nullopt;
}

/// What the manager knows of the end, read before the handle is released.
Trouble DialRun::why(std::uint32_t error) const {
    Trouble result;
    result.error = error;
    if (state_) result.state = *state_;
    RASDISCONNECTCAUSE cause{};
    cause.dwSize = sizeof cause;
    if (handle_ == nullptr || RasGetDisconnectCause(handle_, &cause) != 0 || cause.dwError == 0) return result;
    result.state = cause.rasconnstate;
    result.ended_by = cause.dwEndedBy;
    result.detail = cause.szDetail;
    result.peer_text = cause.szPeerText;
    return result;
}

void DialRun::hang_up() {
    if (handle_ != nullptr) RasHangUpA(handle_);
    handle_ = nullptr;
}

}  // namespace openras::cli
