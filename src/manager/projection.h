// From what PPP negotiated to what the API reports and what the machine is to be configured with.
#pragma once

#include <string>
#include <vector>

#include "bus/messages.h"
#include "manager/advertised_names.h"
#include "net/client.h"
#include "ppp/session.h"

namespace openras::manager {

void set_lcp(bus::ProjectionReply& projection, const ppp::LcpResult& lcp);
void set_ipv4(bus::ProjectionReply& projection, const ppp::Ipv4Result& ipv4);
void set_ipv6(bus::ProjectionReply& projection, const ppp::Ipv6Result& ipv6);

/// The protocol is not, or no longer, available.
void set_failed(bus::ProjectionReply& projection, ppp::Network network, const RasError& error);

/// What router advertisements have told; none where IPv6 is not up.
void set_names(bus::ProjectionReply& projection, const AdvertisedNames& names);

/// The link-local address made of an interface id (RFC 5072 section 5), as text.
std::string link_local_text(std::uint64_t interface_id);

/// Addresses, MTU, the server's and the advertised DNS; no routes.
net::InterfaceSettings settings_of(const bus::ProjectionReply& projection);

/// Texts that are no address are left out; at most four are taken.
std::vector<net::IpAddress> addresses_of(const std::vector<std::string>& texts);

}  // namespace openras::manager
