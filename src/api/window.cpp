#include "api/window.h"

#include <dlfcn.h>
#include <poll.h>
#include <rasnotify.h>
#include <sys/eventfd.h>
#include <xcb/xcb.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>

#include "api/guard.h"
#include "base/unique_fd.h"

namespace openras::api {

namespace {

using namespace std::chrono_literals;
constexpr auto answer_time = 10s;

/// The functions of libxcb that are used; the library stays loaded.
struct Xcb {
    void* library = dlopen("libxcb.so.1", RTLD_NOW | RTLD_LOCAL);
    template <typename Function>
    Function* get(const char* name) const {
        return library == nullptr ? nullptr : reinterpret_cast<Function*>(dlsym(library, name));
    }
#define OPENRAS_XCB(name) decltype(::xcb_##name)* name = get<decltype(::xcb_##name)>("xcb_" #name)
    OPENRAS_XCB(connect);
    OPENRAS_XCB(disconnect);
    OPENRAS_XCB(connection_has_error);
    OPENRAS_XCB(get_file_descriptor);
    OPENRAS_XCB(intern_atom);
    OPENRAS_XCB(intern_atom_reply);
    OPENRAS_XCB(change_window_attributes_checked);
    OPENRAS_XCB(send_event_checked);
    OPENRAS_XCB(request_check);
    OPENRAS_XCB(poll_for_event);
#undef OPENRAS_XCB
    [[nodiscard]] bool complete() const {
        return library != nullptr && poll_for_event != nullptr && request_check != nullptr;
    }
};

const Xcb& xcb() {
    static const Xcb* const only = new Xcb;
    return *only;
}

struct Free {
    void operator()(void* memory) const { std::free(memory); }
};
template <typename T>
using Freed = std::unique_ptr<T, Free>;

/// Messages that windows have not answered yet, by serial.
struct Unanswered {
    std::mutex mutex;
    std::map<std::uint32_t, std::pair<std::uint32_t, int>> by_serial;  ///< window, eventfd to raise
    std::uint32_t next_serial = 1;
};
Unanswered& unanswered() {
    static auto* const only = new Unanswered;
    return *only;
}

/// One message's place among the unanswered ones.
class Ticket {
  public:
    explicit Ticket(std::uint32_t window) : event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        const std::lock_guard lock(unanswered().mutex);
        serial_ = unanswered().next_serial++;
        unanswered().by_serial[serial_] = {window, event_.get()};
    }
    ~Ticket() {
        const std::lock_guard lock(unanswered().mutex);
        unanswered().by_serial.erase(serial_);
    }
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
    [[nodiscard]] std::uint32_t serial() const { return serial_; }
    [[nodiscard]] int fd() const { return event_.get(); }

  private:
    UniqueFd event_;
    std::uint32_t serial_ = 0;
};

}  // namespace

struct WindowLink::Display {
    xcb_connection_t* connection = nullptr;
    xcb_atom_t event = 0;
    xcb_atom_t done = 0;
    Display() = default;
    ~Display() {
        if (connection != nullptr) xcb().disconnect(connection);
    }
    Display(const Display&) = delete;
    Display& operator=(const Display&) = delete;

    [[nodiscard]] xcb_atom_t intern(const char* name) const {
        const auto cookie = xcb().intern_atom(connection, 0, static_cast<std::uint16_t>(std::strlen(name)), name);
        const Freed<xcb_intern_atom_reply_t> reply(xcb().intern_atom_reply(connection, cookie, nullptr));
        return reply ? reply->atom : 0;
    }
    /// Whether a checked request has gone well.
    [[nodiscard]] bool succeeds(xcb_void_cookie_t cookie) const {
        const Freed<xcb_generic_error_t> error(xcb().request_check(connection, cookie));
        return !error && xcb().connection_has_error(connection) == 0;
    }
};

WindowLink::WindowLink(std::uint32_t window) : window_(window), display_(std::make_unique<Display>()) {}
WindowLink::~WindowLink() = default;

Expected<std::unique_ptr<WindowLink>> WindowLink::open(std::uint32_t window) {
    if (!xcb().complete()) return failure(ERROR_INVALID_PARAMETER, "libxcb.so.1 is not installed");
    std::unique_ptr<WindowLink> self(new WindowLink(window));
    Display& display = *self->display_;
    display.connection = xcb().connect(nullptr, nullptr);
    if (display.connection == nullptr || xcb().connection_has_error(display.connection) != 0)
        return failure(ERROR_INVALID_PARAMETER, "no X display");
    display.event = display.intern(RASDIALEVENTX11);
    display.done = display.intern(RASDIALEVENTDONEX11);
    // DestroyNotify tells when the window goes; the mask is this connection's own and disturbs nobody.
    const std::uint32_t mask = XCB_EVENT_MASK_STRUCTURE_NOTIFY;
    if (!display.succeeds(xcb().change_window_attributes_checked(display.connection, window, XCB_CW_EVENT_MASK, &mask)))
        return failure(ERROR_INVALID_PARAMETER, "no such window");
    return self;
}

int WindowLink::fd() const {
    return xcb().get_file_descriptor(display_->connection);
}

void WindowLink::read_events() {
    for (;;) {
        const Freed<xcb_generic_event_t> event(xcb().poll_for_event(display_->connection));
        if (!event) break;
        const auto type = event->response_type & 0x7F;  // the top bit: sent by a client
        if (type == XCB_DESTROY_NOTIFY) {
            if (reinterpret_cast<const xcb_destroy_notify_event_t*>(event.get())->window == window_) vanished_ = true;
        } else if (type == XCB_CLIENT_MESSAGE) {
            const auto* message = reinterpret_cast<const xcb_client_message_event_t*>(event.get());
            if (message->type == display_->done && message->window == window_ && message->format == 32)
                answered_ = message->data.data32[4];
        }
    }
    if (xcb().connection_has_error(display_->connection) != 0) vanished_ = true;
}

bool WindowLink::vanished() {
    read_events();
    return vanished_;
}

bool WindowLink::notify(const bus::Notification& event) {
    const Ticket ticket(window_);
    xcb_client_message_event_t message{};
    message.response_type = XCB_CLIENT_MESSAGE;
    message.format = 32;
    message.window = window_;
    message.type = display_->event;
    message.data.data32[0] = event.state;
    message.data.data32[1] = event.error;
    message.data.data32[2] = event.handle;
    message.data.data32[4] = ticket.serial();
    // Without a mask it goes to the client that made the window.
    const auto cookie = xcb().send_event_checked(display_->connection, 0, window_, XCB_EVENT_MASK_NO_EVENT,
                                                 reinterpret_cast<const char*>(&message));
    if (!display_->succeeds(cookie)) vanished_ = true;
    const auto deadline = std::chrono::steady_clock::now() + answer_time;
    while (!vanished() && answered_ != ticket.serial()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left <= 0ms) break;
        pollfd wanted[2] = {{fd(), POLLIN, 0}, {ticket.fd(), POLLIN, 0}};
        (void)poll(wanted, 2, static_cast<int>(left.count()));
        if ((wanted[1].revents & POLLIN) != 0) break;
    }
    return !vanished_;
}

bool WindowLink::answer(std::uint32_t serial, std::uint32_t window) {
    const std::lock_guard lock(unanswered().mutex);
    const auto waiting = unanswered().by_serial.find(serial);
    if (waiting == unanswered().by_serial.end() || waiting->second.first != window) return false;
    const std::uint64_t one = 1;
    const bool told = write(waiting->second.second, &one, sizeof one) == sizeof one;
    unanswered().by_serial.erase(waiting);
    return told;
}

}  // namespace openras::api

DWORD RasReplyWindowEvent(DWORD dwSerial, DWORD xWindow) {
    return openras::api::guarded(
        [&]() -> DWORD { return openras::api::WindowLink::answer(dwSerial, xWindow) ? 0 : ERROR_INVALID_PARAMETER; });
}
