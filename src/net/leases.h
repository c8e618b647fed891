// What the worker has given out, and how it is undone: one lease is one TUN interface with its addresses, routes and
// DNS servers. No request costs time in the number of leases.
#pragma once

#include <cstdint>
#include <queue>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/ras_error.h"
#include "base/unique_fd.h"
#include "net/address_watch.h"
#include "net/dns.h"
#include "net/journal.h"
#include "net/netlink.h"
#include "net/protocol.h"

namespace openras::net {

class Leases {
  public:
    /// @param max_leases  at once; more are refused
    Leases(Netlink& netlink, AddressWatch& watch, Journal& journal, Dns& dns, std::size_t max_leases)
        : netlink_(netlink), watch_(watch), journal_(journal), dns_(dns), max_leases_(max_leases) {}

    struct Created {
        protocol::TunCreated facts;
        int fd = -1;  ///< the helper's own copy, for passing on
    };
    Expected<Created> create(const std::string& name);
    /// Where IPv6 cannot be had on this machine, the IPv4 part alone. Again: what the settings before had and these
    /// have not is taken away first.
    Expected<void> configure(LeaseId lease, const InterfaceSettings& wanted);
    /// Unknown leases are skipped.
    void release(const std::vector<LeaseId>& leases);
    /// To be called when the watch has something to read: IPv6 default routes come with the first global address of
    /// their link and go with the last.
    void follow_addresses();

    /// Undoes everything that the journal and the link group hold, newest first, and restarts the journal with
    /// `next` as its header. Does so for a predecessor's things, too.
    void undo_everything(const record::Header& next);

    [[nodiscard]] std::size_t size() const { return leases_.size(); }

  private:
    struct Lease {
        UniqueFd tun;
        std::string name;
        std::uint32_t if_index = 0;
        int number = -1;  // of a "ppp%d" name
        std::vector<IpAddress> pinned;
        InterfaceSettings settings;  // applied last
        std::set<Ipv6Bytes> global;  // addresses, whoever gave them
        bool ipv6_halves = false;    // the IPv6 default route is there

        /// With `wanted`, and with the addresses that are there now.
        [[nodiscard]] bool wants_ipv6_halves(const InterfaceSettings& wanted) const;
    };
    struct Pin {
        HostRoute route;
        unsigned users = 0;
        bool ours = false;
    };
    struct AddressHash {
        std::size_t operator()(const IpAddress& address) const {
            return std::hash<std::string_view>{}(as_text(address.bytes));
        }
    };

    Expected<void> pin(Lease& lease, const IpAddress& server);
    void unpin(const IpAddress& server);
    void take_away(const Lease& lease, const InterfaceSettings& next);
    void look_at_every_address(std::set<LeaseId>& concerned);
    void settle_ipv6_routes(const std::set<LeaseId>& concerned);
    std::string next_name(int& number);

    Netlink& netlink_;
    AddressWatch& watch_;
    Journal& journal_;
    Dns& dns_;
    std::size_t max_leases_;
    std::unordered_map<LeaseId, Lease> leases_;
    std::unordered_map<std::uint32_t, LeaseId> by_index_;
    std::unordered_map<IpAddress, Pin, AddressHash> pins_;
    LeaseId last_lease_ = 0;
    // The default names' numbers: those that came back, lowest first, then the next never used.
    std::priority_queue<int, std::vector<int>, std::greater<>> free_numbers_;
    int next_number_ = 0;
};

}  // namespace openras::net
