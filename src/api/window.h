// An X11 window as notifier: libxcb is loaded when the first window is named, so that nobody else needs it. The window
// receives a ClientMessage RasDialEvent and answers, through RasReplyWindowEvent in the process that dialled, or with a
// ClientMessage RasDialEventDone that it sends to itself with StructureNotifyMask (rasnotify.h).
#pragma once

#include <atomic>
#include <memory>

#include "base/ras_error.h"
#include "bus/messages.h"

namespace openras::api {

class WindowLink {
  public:
    /// 87 where there is no libxcb, no display or no such window.
    static Expected<std::unique_ptr<WindowLink>> open(std::uint32_t window);
    ~WindowLink();
    WindowLink(const WindowLink&) = delete;
    WindowLink& operator=(const WindowLink&) = delete;

    /// Of the connection to the display; readable: look at vanished().
    [[nodiscard]] int fd() const;
    /// Whether the window or its display has gone; reads what the display has said.
    bool vanished();
    /// Tells the window and waits until it has answered, it vanishes, or 10 s have passed.
    /// @return false where the window has gone
    bool notify(const bus::Notification& event);

    /// An answer from the process itself; false where nobody waits for it.
    static bool answer(std::uint32_t serial, std::uint32_t window);

  private:
    struct Display;
    explicit WindowLink(std::uint32_t window);
    void read_events();

    std::uint32_t window_;
    std::unique_ptr<Display> display_;
    bool vanished_ = false;
    std::uint32_t answered_ = 0;  ///< serial of the last answer that came by the display
};

}  // namespace openras::api
