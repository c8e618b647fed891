#include "manager/ethernet_ports.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <rasconst.h>

#include <algorithm>
#include <chrono>

#include "manager/device_meaning.h"

namespace openras::manager {

namespace asio = boost::asio;

namespace {

/// How long a port stays open without a dial.
constexpr auto kept_open = std::chrono::seconds(5);

}  // namespace

asio::awaitable<Expected<std::shared_ptr<pppoe::EthernetPort>>> EthernetPorts::open(const DialPlan& plan) {
    const Expected<std::string> interface = co_await interface_of(plan);
    if (!interface) co_return std::unexpected(interface.error());
    if (!allowed(plan, *interface))
        co_return failure(ERROR_ACCESS_DENIED,
                          fmt::format("interface {} is not among those that users' own entries may use "
                                      "(pppoe.user_interfaces in the manager's configuration)",
                                      *interface));
    if (auto port = open_[*interface].lock(); port && port->alive()) co_return port;
    Expected<net::EthernetSockets> sockets = co_await helper_.open_ethernet(*interface);
    if (!sockets) co_return std::unexpected(sockets.error());
    // Somebody else may have opened it while we waited for the helper.
    if (auto port = open_[*interface].lock(); port && port->alive()) co_return port;
    auto port = std::make_shared<pppoe::EthernetPort>(executor_, std::move(*sockets), *interface);
    open_[*interface] = port;
    co_return port;
}

void EthernetPorts::give_back(std::shared_ptr<pppoe::EthernetPort> port) {
    if (!port || port.use_count() > 1 || !port->alive()) return;
    const std::string name = port->name();
    Unused& unused =
        unused_.insert_or_assign(name, Unused{std::move(port), asio::steady_timer(executor_)}).first->second;
    unused.timer.expires_after(kept_open);
    // Whoever has taken it up meanwhile keeps it.
    unused.timer.async_wait([this, name](const boost::system::error_code& error) {
        if (!error) unused_.erase(name);
    });
}

asio::awaitable<Expected<std::string>> EthernetPorts::interface_of(const DialPlan& plan) {
    const std::string& device = plan.settings.device_name;
    switch (meaning_of_device(device, RASDT_PPPoE)) {
        case DeviceName::Any: break;
        case DeviceName::Interface: co_return device;
        case DeviceName::AnyUnlessInterface: {
            const Expected<net::EthernetSockets> there = co_await helper_.open_ethernet(device);
            if (there || there.error().code != ERROR_DEVICE_DOES_NOT_EXIST) co_return device;
            break;
        }
    }
    co_return co_await default_interface();
}

asio::awaitable<Expected<std::string>> EthernetPorts::default_interface() {
    if (!config_.pppoe_interface.empty()) co_return config_.pppoe_interface;
    const Expected<std::vector<std::string>> up = co_await helper_.ethernet_interfaces();
    if (!up) co_return std::unexpected(up.error());
    if (up->size() == 1) co_return up->front();
    co_return failure(ERROR_PORT_NOT_FOUND,
                      up->empty()
                          ? "no Ethernet interface is up"
                          : fmt::format("several Ethernet interfaces are up ({}): name one as the entry's Device, or "
                                        "pppoe.interface in the manager's configuration",
                                        fmt::join(*up, ", ")));
}

bool EthernetPorts::allowed(const DialPlan& plan, const std::string& interface) const {
    if (plan.privileged || interface == config_.pppoe_interface) return true;
    return std::ranges::find(config_.user_interfaces, interface) != config_.user_interfaces.end();
}

}  // namespace openras::manager
