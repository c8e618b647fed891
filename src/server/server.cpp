#include "server/server.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <charconv>
#include <system_error>

#include "media/pppoe/ethernet_sockets.h"
#include "media/pppoe/port_core.h"
#include "net/netlink.h"
#include "ppp/weak_crypto.h"

namespace openras::server {

namespace {

constexpr std::size_t most_delayed = 4096;  // PADI packets of at most 1.5 KiB

NumberPool make_pool(const Settings& settings) {
    const std::uint32_t size = settings.pool.prefix_length == 32 ? 1 : 1U << (32 - settings.pool.prefix_length);
    const std::uint32_t first = settings.pool.network + (size > 2 ? 1 : 0);
    const std::uint32_t last = settings.pool.network + size - (size > 2 ? 2 : 1);
    std::vector<std::uint32_t> reserved{*ByteReader(settings.local).u32()};
    for (const auto& dns : settings.dns) reserved.push_back(*ByteReader(dns).u32());
    return {first, last, std::move(reserved)};
}

std::string_view next_word(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const std::string_view word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size());
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    return word;
}

}  // namespace

Server::Server(boost::asio::io_context& io, const Settings& settings)
    : io_(io),
      settings_(settings),
      faults_(settings.faults),
      deadlines_(io.get_executor()),
      addresses_(make_pool(settings)),
      subnets_(1, 0xffff),
      shared_{settings_,
              faults_,
              users_,
              random_,
              deadlines_,
              addresses_,
              subnets_,
              nullptr,
              io.get_executor(),
              {},
              [this](Subscriber& subscriber) {
                  const auto found = subscribers_.find(subscriber.number());
                  if (found == subscribers_.end()) return;
                  dead_.push_back(std::move(found->second));
                  subscribers_.erase(found);
                  if (dead_.size() == 1) boost::asio::post(io_, [this] { bury(); });
              }} {}

Server::~Server() {
    subscribers_.clear();
    dead_.clear();
}

void Server::bury() {
    dead_.clear();
}

Expected<void> Server::open() {
    for (const auto& user : settings_.users)
        if (auto result = users_.add(user); !result) return result;
    if (!settings_.users_file.empty())
        if (auto result = users_.load(settings_.users_file); !result) return result;
    const bool microsoft = std::ranges::find(settings_.auth, ppp::AuthMethod::MsChapV2) != settings_.auth.end();
    if (microsoft && !ppp::weak::available())
        return failure(ERROR_AUTH_INTERNAL, "MS-CHAPv2 needs OpenSSL's legacy provider");
    if (settings_.tun) {
        try {
            tuns_ = std::make_unique<TunKeeper>(io_.get_executor(), std::make_unique<net::Netlink>());
        } catch (const std::system_error& error) {
            return failure(ERROR_PORT_NOT_AVAILABLE, error.what());
        }
        shared_.tuns = tuns_.get();
    }
    pppoe::ServerOptions options;
    options.ac_name = settings_.ac_name;
    options.services = settings_.services;
    options.max_payload = settings_.max_payload;
    options.max_sessions = settings_.max_sessions;
    options.max_sessions_per_client = settings_.max_per_mac;
    options.packets_per_second = settings_.packets_per_second;
    for (const auto& name : settings_.interfaces) {
        auto sockets = pppoe::open_ethernet_sockets(name);
        if (!sockets) return std::unexpected(sockets.error());
        auto port = std::make_unique<Port>(io_.get_executor(), std::move(*sockets), name);
        port->concentrator = std::make_unique<pppoe::AccessConcentrator>(
            port->port, options, random_,
            [this](std::unique_ptr<media::Link> link, const pppoe::SessionInfo&) { accept(std::move(link)); });
        port->concentrator->set_filter(
            [this, raw = port.get()](const pppoe::DiscoveryPacket& packet, TimePoint) { return pass(*raw, packet); });
        ports_.push_back(std::move(port));
    }
    return {};
}

void Server::stop() {
    stopping_ = true;
    for (const auto& port : ports_) port->concentrator->set_accepting(false);
    std::vector<Subscriber*> all;
    all.reserve(subscribers_.size());
    for (const auto& [number, subscriber] : subscribers_) all.push_back(subscriber.get());
    for (Subscriber* subscriber : all) subscriber->shut_down("the server ends", Clock::now());
}

// Discovery.

bool Server::pass(Port& port, const pppoe::DiscoveryPacket& packet) {
    const bool padi = packet.code == pppoe::Code::Padi;
    const bool padr = packet.code == pppoe::Code::Padr;
    if (stopping_ && (padi || padr)) return false;
    if ((padi && faults_.no_pado) || (padr && faults_.no_pads)) return false;
    if (padr && faults_.error_tag) {
        refuse(port, packet);
        return false;
    }
    const Duration delay = settings_.delay[static_cast<std::size_t>(Step::Discovery)];
    if (!padi || delay <= Duration::zero()) return true;
    // They wait before the rate limit sees them, so what waits has a limit of its own.
    if (delayed_ >= most_delayed) return false;
    ++delayed_;
    auto timer = std::make_shared<boost::asio::steady_timer>(io_, delay);
    timer->async_wait([this, &port, timer, packet](const boost::system::error_code& error) {
        --delayed_;
        if (!error && !stopping_) port.concentrator->receive(packet, Clock::now());
    });
    return false;
}

void Server::refuse(Port& port, const pppoe::DiscoveryPacket& padr) {
    pppoe::DiscoveryPacket pads{padr.source, port.port.mac(), pppoe::Code::Pads, 0, {}};
    pads.echo(padr.find(pppoe::TagType::ServiceName));
    pads.echo(padr.find(pppoe::TagType::HostUniq));
    pads.echo(padr.find(pppoe::TagType::RelaySessionId));
    pads.add(static_cast<pppoe::TagType>(*faults_.error_tag), as_bytes(faults_.error_text));
    port.port.core()->send_discovery(pppoe::encode(pads));
}

std::shared_ptr<const ppp::Config> Server::config_for(std::uint16_t mtu) {
    auto& config = configs_[mtu];
    if (config) return config;
    auto fresh = std::make_shared<ppp::Config>();
    fresh->role = ppp::Role::Server;
    fresh->mru = fresh->peer_mru_limit = mtu;
    fresh->auth_methods = settings_.auth;
    fresh->ipv6 = settings_.ipv6_prefix.has_value();
    fresh->echo_interval = settings_.echo_interval;
    fresh->reopen_timeout = settings_.reopen_timeout;
    fresh->server_name = settings_.ac_name;
    fresh->refusal_message = settings_.refusal_message;
    config = fresh;
    return config;
}

void Server::accept(std::unique_ptr<media::Link> link) {
    if (stopping_) return;
    const std::uint32_t number = ++last_number_;
    ++shared_.totals.accepted;
    auto config = config_for(link->mtu());
    auto subscriber = std::make_unique<Subscriber>(shared_, std::move(config), std::move(link), number);
    Subscriber& raw = *subscriber;
    subscribers_.emplace(number, std::move(subscriber));
    raw.start(Clock::now());
}

// Commands.

std::string Server::stats() const {
    std::size_t up = 0;
    Totals totals = shared_.totals;
    for (const auto& [number, subscriber] : subscribers_) {
        up += subscriber->is_up() ? 1 : 0;
        totals.packets_out += subscriber->sent_by_interface().packets;
        totals.bytes_out += subscriber->sent_by_interface().bytes;
    }
    std::string out = fmt::format(
        "sessions={} up={} accepted={} came_up={} refused={} ended={} packets_in={} packets_out={} bytes_in={} "
        "bytes_out={}\n",
        subscribers_.size(), up, totals.accepted, totals.up, totals.refused, totals.ended, totals.packets_in,
        totals.packets_out, totals.bytes_in, totals.bytes_out);
    for (const auto& port : ports_) {
        const auto counters = port->port.counters();
        out += fmt::format(
            "interface={} received={} sent={} send_dropped={} unknown_session={} malformed={} kernel_dropped={} "
            "rate_limited={}\n",
            port->port.name(), counters.received, counters.sent, counters.send_dropped, counters.unknown_session,
            counters.malformed, counters.kernel_dropped, port->concentrator->rate_limited());
    }
    return out;
}

Expected<std::vector<Subscriber*>> Server::named(std::string_view which) {
    std::vector<Subscriber*> found;
    if (which == "all") {
        for (const auto& [number, subscriber] : subscribers_) found.push_back(subscriber.get());
        return found;
    }
    std::uint32_t number = 0;
    const auto [end, problem] = std::from_chars(which.data(), which.data() + which.size(), number);
    const auto subscriber = subscribers_.find(number);
    if (problem != std::errc{} || end != which.data() + which.size() || subscriber == subscribers_.end())
        return failure(ERROR_PORT_NOT_FOUND, "no such session: " + std::string(which));
    found.push_back(subscriber->second.get());
    return found;
}

std::string Server::command(std::string_view line) {
    const std::string_view verb = next_word(line);
    if (verb == "stats") return stats() + "ok\n";
    if (verb == "list") {
        std::map<std::uint32_t, std::string> sorted;
        for (const auto& [number, subscriber] : subscribers_) sorted[number] = subscriber->describe();
        std::string out;
        for (const auto& [number, text] : sorted) out += text + "\n";
        return out + "ok\n";
    }
    if (verb == "accept") {
        if (line != "on" && line != "off") return "error accept on|off\n";
        for (const auto& port : ports_) port->concentrator->set_accepting(line == "on");
        return "ok\n";
    }
    if (verb == "fault") {
        const auto result = set_fault(faults_, line);
        return result ? "ok\n" : "error " + result.error().text + "\n";
    }
    if (verb != "terminate" && verb != "drop" && verb != "silence")
        return "error commands: list, stats, terminate N TEXT, drop N, silence N, accept on|off, fault WORDS (N may be "
               "\"all\")\n";
    const auto sessions = named(next_word(line));
    if (!sessions) return "error " + sessions.error().text + "\n";
    for (Subscriber* subscriber : *sessions) {
        if (verb == "terminate") subscriber->terminate(line, Clock::now());
        if (verb == "drop") subscriber->drop();
        if (verb == "silence") subscriber->fall_silent();
    }
    return "ok\n";
}

}  // namespace openras::server
