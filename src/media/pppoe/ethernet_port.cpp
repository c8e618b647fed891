#include "media/pppoe/ethernet_port.h"

#include "media/pppoe/port_core.h"

namespace openras::pppoe {

EthernetPort::EthernetPort(boost::asio::any_io_executor executor, EthernetSockets sockets, std::string name)
    : core_(std::make_shared<PortCore>(std::move(executor), std::move(sockets), std::move(name))) {
    core_->start();
}

EthernetPort::~EthernetPort() {
    core_->close();
}

const std::string& EthernetPort::name() const {
    return core_->name();
}
const MacAddress& EthernetPort::mac() const {
    return core_->mac();
}
std::uint32_t EthernetPort::mtu() const {
    return core_->mtu();
}
bool EthernetPort::alive() const {
    return core_->alive();
}
std::size_t EthernetPort::session_count() const {
    return core_->session_count();
}
PortCounters EthernetPort::counters() const {
    return core_->counters();
}

}  // namespace openras::pppoe
