#include "server/tun_keeper.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include "base/random.h"
#include "net/sysctl.h"
#include "net/tun.h"
#include "server/tun_messages.h"

namespace openras::server {

namespace {

/// A link group of our own for those that are about to go. Any number does that nobody else has.
std::uint32_t choose_group() {
    SystemRandom random;
    return 0x53000000U | (random.u32() & 0xffffffU);
}

}  // namespace

/// What the reactor asks for and the thread does. Holders keep it, so that one that outlives the keeper does no harm.
struct TunKeeper::Work {
    struct Wanted {
        TunPlan plan;
        Made made;                ///< empty: add_addresses()
        std::uint32_t index = 0;  ///< for add_addresses()
    };
    struct Gone {
        UniqueFd tun;
        std::uint32_t index = 0;
    };

    explicit Work(std::unique_ptr<net::Netlink> socket) : netlink(std::move(socket)), group(choose_group()) {}

    void run(const boost::asio::any_io_executor& executor, const std::shared_ptr<Work>& self);
    void remove(std::vector<Gone> going);
    Expected<SessionTun> make(const TunPlan& plan, const std::shared_ptr<Work>& self);

    std::unique_ptr<net::Netlink> netlink;
    const std::uint32_t group;

    std::mutex mutex;
    std::condition_variable changed;
    // Under the mutex:
    std::vector<Wanted> wanted;
    std::vector<Gone> gone;
    std::size_t deletions = 0;
    bool stopping = false;
};

/// The keeper's copy of a TUN.
struct TunKeeper::Holder {
    Holder(std::shared_ptr<Work> its_work, UniqueFd copy, std::uint32_t its_index)
        : work(std::move(its_work)), tun(std::move(copy)), index(its_index) {}
    ~Holder() {
        const std::lock_guard lock(work->mutex);
        work->gone.push_back({std::move(tun), index});
        work->changed.notify_one();
    }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;

    std::shared_ptr<Work> work;
    UniqueFd tun;
    std::uint32_t index;
};

void TunKeeper::Work::run(const boost::asio::any_io_executor& executor, const std::shared_ptr<Work>& self) {
    std::unique_lock lock(mutex);
    while (true) {
        changed.wait(lock, [&] { return stopping || !wanted.empty() || !gone.empty(); });
        if (stopping && wanted.empty() && gone.empty()) return;
        auto going = std::exchange(gone, {});
        auto coming = std::exchange(wanted, {});
        const bool ending = stopping;
        lock.unlock();
        if (!going.empty()) remove(std::move(going));
        for (Wanted& one : coming) {
            if (ending) continue;
            if (!one.made) {
                if (const auto added = add_tun_addresses(*netlink, one.index, one.plan); !added)
                    spdlog::warn("{}", added.error().text);
                continue;
            }
            boost::asio::post(
                executor, [made = std::move(one.made), tun = make(one.plan, self)]() mutable { made(std::move(tun)); });
        }
        lock.lock();
    }
}

void TunKeeper::Work::remove(std::vector<Gone> going) {
    std::vector<std::uint32_t> indexes;
    indexes.reserve(going.size());
    for (const Gone& one : going) indexes.push_back(one.index);
    delete_tuns(*netlink, indexes, group);
    const std::lock_guard lock(mutex);
    ++deletions;
}

Expected<SessionTun> TunKeeper::Work::make(const TunPlan& plan, const std::shared_ptr<Work>& self) {
    auto opened = net::open_tun(plan.name);
    if (!opened) return failure(ERROR_PORT_NOT_AVAILABLE, fmt::format("no TUN: {}", std::strerror(opened.error())));
    UniqueFd copy(::fcntl(opened->fd.get(), F_DUPFD_CLOEXEC, 0));
    if (!copy) return failure(ERROR_PORT_NOT_AVAILABLE, fmt::format("{}: {}", opened->name, std::strerror(errno)));
    const auto index = netlink->index_of(opened->name);
    if (!index) return failure(ERROR_PORT_NOT_AVAILABLE, opened->name + " has gone");
    TunPlan named = plan;
    named.name = opened->name;
    SessionTun tun{std::move(opened->fd), named.name, *index, std::make_shared<Holder>(self, std::move(copy), *index)};
    // We are its router. Before it is up, for going up sends a router solicitation. A kernel without IPv6 has none.
    if (const auto set = net::set_router_advertisements(named.name, false); !set) spdlog::debug("{}", set.error().text);
    if (const auto ready = set_up_tun(*netlink, *index, named); !ready) return std::unexpected(ready.error());
    return tun;
}

TunKeeper::TunKeeper(boost::asio::any_io_executor executor, std::unique_ptr<net::Netlink> netlink)
    : executor_(std::move(executor)), work_(std::make_shared<Work>(std::move(netlink))) {}

TunKeeper::~TunKeeper() {
    {
        const std::lock_guard lock(work_->mutex);
        work_->stopping = true;
        work_->changed.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

/// Only now, since a thread keeps the rights of the moment at which it began: rasserver becomes another user first.
void TunKeeper::start() {
    if (thread_.joinable()) return;
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);  // they are the main thread's
    thread_ = std::thread([work = work_, executor = executor_] { work->run(executor, work); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void TunKeeper::make(TunPlan plan, Made made) {
    start();
    const std::lock_guard lock(work_->mutex);
    work_->wanted.push_back({std::move(plan), std::move(made), 0});
    work_->changed.notify_one();
}

void TunKeeper::add_addresses(std::uint32_t index, TunPlan plan) {
    start();
    const std::lock_guard lock(work_->mutex);
    work_->wanted.push_back({std::move(plan), {}, index});
    work_->changed.notify_one();
}

std::size_t TunKeeper::deletions() const {
    const std::lock_guard lock(work_->mutex);
    return work_->deletions;
}

}  // namespace openras::server
