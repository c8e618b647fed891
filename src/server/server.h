// rasserver as an object: ports, concentrators, subscribers, and what the control socket can ask of them.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "media/pppoe/access_concentrator.h"
#include "media/pppoe/ethernet_port.h"
#include "server/subscriber.h"
#include "server/tun_keeper.h"

namespace openras::server {

class Server {
  public:
    /// @param settings  outlives this
    Server(boost::asio::io_context& io, const Settings& settings);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Users, packet sockets, netlink: what needs rights. Then sessions are accepted.
    Expected<void> open();
    /// Ends each session by a Terminate-Request and a PADT.
    void stop();
    /// One line of the control socket; the answer's lines, the last one "ok" or "error TEXT".
    std::string command(std::string_view line);
    [[nodiscard]] std::string stats() const;

  private:
    struct Port {
        pppoe::EthernetPort port;
        std::unique_ptr<pppoe::AccessConcentrator> concentrator;
        Port(boost::asio::any_io_executor executor, pppoe::EthernetSockets sockets, const std::string& name)
            : port(std::move(executor), std::move(sockets), name) {}
    };

    bool pass(Port& port, const pppoe::DiscoveryPacket& packet);
    void refuse(Port& port, const pppoe::DiscoveryPacket& padr);
    void accept(std::unique_ptr<media::Link> link);
    void bury();
    std::shared_ptr<const ppp::Config> config_for(std::uint16_t mtu);
    Expected<std::vector<Subscriber*>> named(std::string_view which);

    boost::asio::io_context& io_;
    const Settings& settings_;
    Faults faults_;
    Users users_;
    SystemRandom random_;
    Deadlines deadlines_;
    NumberPool addresses_;
    NumberPool subnets_;
    std::unique_ptr<TunKeeper> tuns_;
    Shared shared_;
    std::map<std::uint16_t, std::shared_ptr<const ppp::Config>> configs_;  ///< by MTU
    std::vector<std::unique_ptr<Port>> ports_;
    std::unordered_map<std::uint32_t, std::unique_ptr<Subscriber>> subscribers_;
    std::vector<std::unique_ptr<Subscriber>> dead_;
    std::uint32_t last_number_ = 0;
    std::size_t delayed_ = 0;  ///< PADI that wait for `--delay discovery` to pass
    bool stopping_ = false;
};

}  // namespace openras::server
