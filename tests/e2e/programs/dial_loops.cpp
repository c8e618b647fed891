// One asynchronous dial inside somebody else's event loop, by the descriptor alone.
//   dial_loops --entry E --phonebook P --loop epoll|glib|asio [--blocking-calls N]
// With --blocking-calls the program makes so many blocking RAS calls when the descriptor has become readable and before
// the loop looks at it again: a call that has read the notification into memory must leave the descriptor readable.
#include <glib-unix.h>
#include <poll.h>
#include <sys/epoll.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>

#include "program.h"

using namespace program;

namespace {

int callers_thread = 0;
bool finished = false;
long blocking_calls = 0;
HRASCONN dialled = nullptr;

void RASCALLBACK on_event(HRASCONN handle, UINT, RASCONNSTATE state, DWORD error, DWORD) {
    event("notify", {{"state", static_cast<int>(state)},
                     {"error", error},
                     {"handle", number_of(handle)},
                     {"same_thread", thread_id() == callers_thread}});
    if ((state & RASCS_DONE) != 0 || error != 0) finished = true;
}

void make_blocking_calls() {
    for (long i = 0; i < blocking_calls; ++i) {
        status_of(dialled);
        RASCONNA list[16]{};
        list[0].dwSize = sizeof list[0];
        DWORD size = sizeof list;
        DWORD count = 0;
        RasEnumConnectionsA(list, &size, &count);
    }
}

/// What each loop does when the descriptor is readable.
void readable(int fd) {
    if (blocking_calls > 0) {
        make_blocking_calls();
        pollfd look{fd, POLLIN, 0};
        bool still = ::poll(&look, 1, 0) == 1;
        event("after-blocking", {{"readable", still}});
    }
    RasPumpNotifications(0, nullptr);
}

void run_epoll(int fd) {
    int loop = ::epoll_create1(EPOLL_CLOEXEC);
    epoll_event interest{EPOLLIN, {.fd = fd}};
    ::epoll_ctl(loop, EPOLL_CTL_ADD, fd, &interest);
    while (!finished) {
        epoll_event ready{};
        if (::epoll_wait(loop, &ready, 1, 20000) == 1) {
            readable(fd);
        } else {
            event("loop-stuck");
            return;
        }
    }
    ::close(loop);
}

void run_glib(int fd) {
    GMainLoop* loop = g_main_loop_new(nullptr, FALSE);
    g_unix_fd_add(
        fd, G_IO_IN,
        [](gint ready, GIOCondition, gpointer data) -> gboolean {
            readable(ready);
            if (finished) g_main_loop_quit(static_cast<GMainLoop*>(data));
            return G_SOURCE_CONTINUE;
        },
        loop);
    g_timeout_add_seconds(
        20,
        [](gpointer data) -> gboolean {
            event("loop-stuck");
            g_main_loop_quit(static_cast<GMainLoop*>(data));
            return G_SOURCE_REMOVE;
        },
        loop);
    g_main_loop_run(loop);
    g_main_loop_unref(loop);
}

void run_asio(int fd) {
    boost::asio::io_context context;
    boost::asio::posix::stream_descriptor descriptor(context, fd);
    boost::asio::steady_timer stuck(context, std::chrono::seconds(20));
    stuck.async_wait([&](boost::system::error_code error) {
        if (error) return;
        event("loop-stuck");
        context.stop();
    });
    std::function<void()> watch = [&] {
        descriptor.async_wait(boost::asio::posix::stream_descriptor::wait_read, [&](boost::system::error_code error) {
            if (error) return;
            readable(fd);
            if (finished) {
                stuck.cancel();
            } else {
                watch();
            }
        });
    };
    watch();
    context.run();
    descriptor.release();  // it stays the library's
}

}  // namespace

int main(int argc, char** argv) {
    Options options(argc, argv);
    callers_thread = thread_id();
    blocking_calls = options.number("blocking-calls", 0);
    int fd = -1;
    DWORD found = RasGetNotificationFd(&fd);
    event("descriptor", {{"fd", fd}, {"result", found}});
    RASDIALPARAMSA params = parameters(options, options.text("entry"));
    DWORD result =
        RasDialA(nullptr, options.text("phonebook").c_str(), &params, 1, reinterpret_cast<void*>(&on_event), &dialled);
    event("dialled", {{"result", result}, {"handle", number_of(dialled)}});
    if (result != 0) return 1;
    int after = -1;
    RasGetNotificationFd(&after);
    if (fd >= 0 && after != fd) event("descriptor-changed", {{"fd", after}});
    fd = after;

    std::string loop = options.text("loop", "epoll");
    if (loop == "epoll") run_epoll(fd);
    if (loop == "glib") run_glib(fd);
    if (loop == "asio") run_asio(fd);
    RasGetNotificationFd(&after);
    event("finished", {{"status", json_of(status_of(dialled))}, {"fd", after}});
    hang_up(dialled, "main");
    return 0;
}
