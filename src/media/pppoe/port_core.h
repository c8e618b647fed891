// What a port, its links, its dials and its concentrator share: the sockets, the tables by which arriving frames find
// their session or dial, and the scratch space of the batches. Internal to this folder.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/packet.h"
#include "base/time.h"
#include "media/pppoe/discovery_client.h"
#include "media/pppoe/ethernet_port.h"
#include "media/pppoe/packet_batch_io.h"

namespace openras::pppoe {

class PppoeLink;

/// Takes the discovery packets of one side: those of one dial (by Host-Uniq), or a server's.
class DiscoverySink {
  public:
    virtual ~DiscoverySink() = default;
    virtual void discovery(const DiscoveryPacket& packet, TimePoint now) = 0;
    virtual void port_down(const RasError& error) = 0;
    /// Server only: a link of the server's side has ended, by whomever.
    virtual void link_gone(const SessionKey&) {}
};

class PortCore : public std::enable_shared_from_this<PortCore> {
  public:
    PortCore(boost::asio::any_io_executor executor, EthernetSockets sockets, std::string name);
    void start();
    /// Ends all links and dials; nothing is read any more.
    void close();

    [[nodiscard]] const boost::asio::any_io_executor& executor() const { return executor_; }
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const MacAddress& mac() const { return mac_; }
    [[nodiscard]] std::uint32_t mtu() const { return mtu_; }
    [[nodiscard]] bool alive() const;
    [[nodiscard]] std::size_t session_count() const { return links_.size(); }
    [[nodiscard]] PortCounters counters();

    // Links.
    void add(PppoeLink& link);
    void remove(PppoeLink& link);
    [[nodiscard]] PppoeLink* find(const SessionKey& key) const;
    void send(const SessionKey& key, PacketBatch frames);
    /// @param reason  for the peer's log (Generic-Error), may be empty
    void send_padt(const SessionKey& key, std::string_view reason);
    /// Tells the link of that session, if there is one, that it is over.
    void end_link(const SessionKey& key, const RasError& error);

    // Dials and the server.
    void add_dial(const HostUniq& host_uniq, DiscoverySink& sink);
    /// @param half_open  the server that may still answer this dial with a session, which is then ended at once
    void remove_dial(const HostUniq& host_uniq, std::optional<MacAddress> half_open);
    void set_server(DiscoverySink* server) { server_ = server; }
    [[nodiscard]] bool has_server() const { return server_ != nullptr; }
    void send_discovery(ConstBytes frame);

  private:
    /// Spreads session keys; peers choose parts of them, so a seed of our own goes in.
    struct KeyHash {
        std::uint64_t seed;
        std::size_t operator()(std::uint64_t key) const noexcept {
            key = (key ^ seed) * 0x9e3779b97f4a7c15ULL;
            key = (key ^ (key >> 32)) * 0xd6e8feb86659fd93ULL;
            return static_cast<std::size_t>(key ^ (key >> 32));
        }
    };
    struct HostUniqHash {
        std::size_t operator()(const HostUniq& uniq) const noexcept;
    };
    /// The frames of one session in a batch.
    struct Group {
        PppoeLink* link = nullptr;  ///< null once the link has gone
        unsigned count = 0;
        unsigned first = 0;  ///< in `ordered_`
    };
    struct HalfOpen {
        HostUniq host_uniq;
        MacAddress server;
        TimePoint until;
    };

    void wait_session();
    void wait_discovery();
    void drain_session();
    void drain_discovery();
    void dispatch_sessions(unsigned count);
    /// @return false if it met a session that a discovery packet not yet read may be about to open
    bool sort_batch(unsigned count, bool may_miss);
    void dispatch_discovery(ConstBytes frame, TimePoint now);
    void take_late_session(const DiscoveryPacket& packet, const HostUniq& host_uniq, TimePoint now);
    void socket_failed(int error);
    void end_all(const RasError& error);
    void end_terminated();

    boost::asio::any_io_executor executor_;
    boost::asio::posix::stream_descriptor discovery_;
    boost::asio::posix::stream_descriptor session_;
    std::string name_;
    MacAddress mac_;
    std::uint32_t mtu_;
    bool closed_ = false;
    PortCounters counters_;

    std::unordered_map<std::uint64_t, PppoeLink*, KeyHash> links_;
    std::unordered_map<HostUniq, DiscoverySink*, HostUniqHash> dials_;
    std::deque<HalfOpen> half_open_;  ///< oldest first
    DiscoverySink* server_ = nullptr;
    std::vector<std::pair<SessionKey, RasError>> terminated_;  ///< by a PADT; not yet told to their links

    ReceiveBatch session_batch_;
    ReceiveBatch discovery_batch_;
    SendBatch send_batch_;
    std::uint32_t batch_number_ = 0;
    std::vector<Group> groups_;
    std::vector<std::uint16_t> group_of_;  ///< for each frame of the batch
    std::vector<ConstBytes> views_;        ///< for each frame of the batch, its PPP part
    std::vector<ConstBytes> ordered_;      ///< the views, group by group
};

}  // namespace openras::pppoe
