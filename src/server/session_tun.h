// The TUN interface of one session on the server's side, as the session sees it: what it is to have, who makes it, and
// that it goes when nobody holds it any more.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/ras_error.h"
#include "base/unique_fd.h"
#include "ppp/session.h"

namespace openras::server {

struct TunPlan {
    std::string name;  ///< may hold one %d
    std::uint16_t mtu = 1492;
    struct Ipv4 {
        ppp::Ipv4Address local, peer;
    };
    std::optional<Ipv4> ipv4;                              ///< where IPv4 is up
    std::optional<ppp::InterfaceId> ipv6_id;               ///< our interface identifier, where IPv6 is up
    std::optional<std::array<std::uint8_t, 8>> prefix6{};  ///< the session's /64: ::1 of it is ours
};

struct SessionTun {
    UniqueFd fd;  ///< for the data plane; closing it costs nothing while `holder` lives
    std::string name;
    std::uint32_t index = 0;
    std::shared_ptr<void> holder;  ///< the interface is deleted, some time later, when this goes
};

/// Makes interfaces without making its caller wait: the kernel lets whoever makes, changes or deletes one wait for
/// everybody else who does.
class TunSource {
  public:
    using Made = std::function<void(Expected<SessionTun>)>;
    virtual ~TunSource() = default;
    /// An interface as planned, up. `made` is called on the reactor, never from inside this call.
    virtual void make(TunPlan plan, Made made) = 0;
    /// Adds the addresses of `plan` to an interface that is there: another network protocol has come up.
    virtual void add_addresses(std::uint32_t index, TunPlan plan) = 0;
};

}  // namespace openras::server
