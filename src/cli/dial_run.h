// One dial through the public API on the calling thread: the handler and the loop around it. The loop waits for the
// channel's descriptor and a signal descriptor together, so that Ctrl-C hangs up at any moment.
#pragma once

#include <rasnotify.h>

#include <chrono>
#include <functional>
#include <optional>

#include "base/time.h"
#include "base/unique_fd.h"
#include "cli/report.h"

namespace openras::cli {

/// A dial whose parameters are complete; RASDIALPARAMS holds the password, which is wiped as soon as it was handed
/// over.
struct DialOrder {
    RASDIALPARAMSA params{};
    RASDIALEXTENSIONS extensions{};
    std::string phonebook;  ///< "" = the default books
    std::optional<std::chrono::seconds> timeout;
};

class DialRun {
  public:
    /// @param entered called in the handler for each state without an error, before it is entered
    explicit DialRun(std::function<void(RASCONNSTATE)> entered) : entered_(std::move(entered)) {}

    /// RasDial, which returns at once. SIGINT and SIGTERM are blocked from then on and end the dial in finish().
    /// @return the trouble that prevented it, or none
    std::optional<Trouble> begin(DialOrder& order);
    /// Pumps until connected (none), failed, interrupted (631) or out of time (638).
    std::optional<Trouble> finish();

    [[nodiscard]] std::uint32_t handle() const {
        return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(handle_));
    }
    [[nodiscard]] Duration elapsed() const { return Clock::now() - begun_; }
    /// Releases a handle that did not become a connection.
    void hang_up();

  private:
    static DWORD RASCALLBACK on_event(ULONG_PTR self, DWORD subentry, HRASCONN handle, UINT message, RASCONNSTATE state,
                                      DWORD error, DWORD extended);
    void on_state(RASCONNSTATE state, DWORD error);
    [[nodiscard]] Trouble why(std::uint32_t error) const;
    [[nodiscard]] int milliseconds_left() const;

    std::function<void(RASCONNSTATE)> entered_;
    HRASCONN handle_ = nullptr;
    UniqueFd signals_;
    TimePoint begun_{};
    std::optional<TimePoint> deadline_;
    std::optional<RASCONNSTATE> state_;
    bool done_ = false;
    DWORD error_ = 0;
};

}  // namespace openras::cli
