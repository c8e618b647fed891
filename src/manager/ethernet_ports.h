// The Ethernet ports of one reactor: opened through the net helper when first dialled on, shared by all dials on the
// interface, closed some seconds after the last of them: closing a packet socket blocks its thread for about 10 ms, and
// who hangs up often dials again.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <string>

#include "manager/config.h"
#include "manager/dial_plan.h"
#include "media/pppoe/ethernet_port.h"
#include "net/client.h"

namespace openras::manager {

class EthernetPorts {
  public:
    EthernetPorts(boost::asio::any_io_executor executor, const Config& config, net::HelperClient& helper)
        : executor_(std::move(executor)), config_(config), helper_(helper) {}

    /// The port that the plan's device means. Errors: 5 where this user may not use the interface, 608 no such
    /// interface, 615 where no device in particular (device_meaning.h) means none or several, 633 where it cannot be
    /// opened.
    boost::asio::awaitable<Expected<std::shared_ptr<pppoe::EthernetPort>>> open(const DialPlan& plan);
    /// A dial is through with its port.
    void give_back(std::shared_ptr<pppoe::EthernetPort> port);

  private:
    /// A port that nobody uses, or that was taken up again.
    struct Unused {
        std::shared_ptr<pppoe::EthernetPort> port;
        boost::asio::steady_timer timer;
    };

    boost::asio::awaitable<Expected<std::string>> interface_of(const DialPlan& plan);
    /// What "WAN Miniport (PPPOE)" means on this machine.
    boost::asio::awaitable<Expected<std::string>> default_interface();
    [[nodiscard]] bool allowed(const DialPlan& plan, const std::string& interface) const;

    boost::asio::any_io_executor executor_;
    const Config& config_;
    net::HelperClient& helper_;
    std::map<std::string, std::weak_ptr<pppoe::EthernetPort>> open_;
    std::map<std::string, Unused> unused_;
};

}  // namespace openras::manager
