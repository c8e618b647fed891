// Makes and deletes the sessions' interfaces on a thread of its own, in batches: closing a TUN blocks its thread for 20
// to 60 ms, and while the kernel deletes some nobody else can make one, so neither may happen where packets are moved.
// The keeper has a copy of each TUN's descriptor, so the data plane's close() is never the last.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <thread>

#include "net/netlink.h"
#include "server/session_tun.h"

namespace openras::server {

class TunKeeper final : public TunSource {
  public:
    /// @param executor  the reactor's: there `made` is called
    /// @param netlink   used by the keeper's thread alone from now on
    TunKeeper(boost::asio::any_io_executor executor, std::unique_ptr<net::Netlink> netlink);
    /// Deletes what nobody holds any more; waits for it.
    ~TunKeeper() override;
    TunKeeper(const TunKeeper&) = delete;
    TunKeeper& operator=(const TunKeeper&) = delete;

    void make(TunPlan plan, Made made) override;
    void add_addresses(std::uint32_t index, TunPlan plan) override;

    /// Deletions so far, each of one or more interfaces.
    [[nodiscard]] std::size_t deletions() const;

  private:
    struct Work;
    struct Holder;

    void start();

    boost::asio::any_io_executor executor_;
    std::shared_ptr<Work> work_;
    std::thread thread_;
};

}  // namespace openras::server
