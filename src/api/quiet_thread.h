// The signals of a thread that the library starts. Those that are sent to the process are none of its business: another
// thread takes them, as if ours were not there. Those that are sent to a thread stay open: managed runtimes stop the
// threads that have run their code with a signal of their own choice (Mono: SIGPWR and SIGXCPU, CoreCLR: a real-time
// signal), and a collector that waits for a thread that blocks it waits for ever. What the caller blocks stays blocked:
// a program that reads a signal by signalfd blocks it in every thread.
#pragma once

#include <pthread.h>
#include <signal.h>

#include <functional>
#include <new>
#include <system_error>
#include <thread>
#include <utility>

namespace openras::api {

/// While it lives, threads that the calling thread starts are quiet.
class QuietThreads {
  public:
    QuietThreads() {
        sigset_t process_directed;
        sigemptyset(&process_directed);
        for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGPIPE, SIGALRM, SIGVTALRM,
                                 SIGPROF, SIGCHLD, SIGCONT, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGWINCH, SIGIO})
            sigaddset(&process_directed, number);
        pthread_sigmask(SIG_BLOCK, &process_directed, &before_);
    }
    ~QuietThreads() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    QuietThreads(const QuietThreads&) = delete;
    QuietThreads& operator=(const QuietThreads&) = delete;

  private:
    sigset_t before_{};
};

/// Runs `work` in a quiet thread that nobody waits for. std::bad_alloc where the system has no thread left.
inline void start_quiet_thread(std::function<void()> work) {
    const QuietThreads quiet;
    try {
        std::thread(std::move(work)).detach();
    } catch (const std::system_error&) {
        throw std::bad_alloc();
    }
}

}  // namespace openras::api
