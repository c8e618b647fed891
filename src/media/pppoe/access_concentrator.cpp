#include "media/pppoe/access_concentrator.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "media/pppoe/port_core.h"
#include "media/pppoe/pppoe_link.h"

namespace openras::pppoe {

namespace {
ServerOptions with_mtu(ServerOptions options, std::uint32_t mtu) {
    options.interface_mtu = static_cast<std::uint16_t>(std::min<std::uint32_t>(mtu, 0xffff));
    return options;
}
}  // namespace

struct AccessConcentrator::Impl final : DiscoverySink, DiscoveryServerOutput {
    Impl(std::shared_ptr<PortCore> core, ServerOptions options, RandomSource& random, Accept accept_handler)
        : port(std::move(core)),
          server(with_mtu(std::move(options), port->mtu()), port->mac(), random, *this),
          accept(std::move(accept_handler)) {
        if (port->has_server()) throw std::logic_error("a port serves one access concentrator");
        port->set_server(this);
    }
    ~Impl() override { port->set_server(nullptr); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void discovery(const DiscoveryPacket& packet, TimePoint now) override {
        if (filter && !filter(packet, now)) return;
        if (accepting || packet.code == Code::Padt) server.receive(packet, now);
    }
    void port_down(const RasError&) override {}  // each link hears it
    void link_gone(const SessionKey& session) override { server.release(session); }

    void transmit(ConstBytes frame) override { port->send_discovery(frame); }
    void opened(const SessionInfo& session) override {
        accept(std::make_unique<PppoeLink>(port, session, PppoeLink::Side::Server), session);
    }
    void closed(const SessionKey& session, const RasError& error) override { port->end_link(session, error); }
    [[nodiscard]] bool heard(const SessionKey& session) const override {
        const PppoeLink* link = port->find(session);
        return link != nullptr && link->heard();
    }

    std::shared_ptr<PortCore> port;
    DiscoveryServer server;
    Accept accept;
    Filter filter;
    bool accepting = true;
};

AccessConcentrator::AccessConcentrator(EthernetPort& port, ServerOptions options, RandomSource& random, Accept accept)
    : impl_(std::make_unique<Impl>(port.core(), std::move(options), random, std::move(accept))) {}

AccessConcentrator::~AccessConcentrator() = default;

void AccessConcentrator::set_filter(Filter filter) {
    impl_->filter = std::move(filter);
}
void AccessConcentrator::receive(const DiscoveryPacket& packet, TimePoint now) {
    impl_->server.receive(packet, now);
}
void AccessConcentrator::set_accepting(bool accepting) {
    impl_->accepting = accepting;
}
std::size_t AccessConcentrator::session_count() const {
    return impl_->server.session_count();
}
std::uint64_t AccessConcentrator::rate_limited() const {
    return impl_->server.rate_limited();
}

}  // namespace openras::pppoe
