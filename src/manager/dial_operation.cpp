#include "manager/dial_operation.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include "base/log.h"
#include "manager/device_meaning.h"
#include "manager/ethernet_speed.h"
#include "manager/machine_ipv6.h"
#include "manager/projection.h"
#include "manager/state_text.h"
#include "media/pppoe/dial.h"
#include "phonebook/entry.h"

namespace openras::manager {

namespace asio = boost::asio;
using asio::awaitable;
using ppp::EndedBy;

namespace {

constexpr std::uint32_t idle_never = 0xffffffff;

constexpr std::uint32_t ipv6_least_mtu = 1280;  // RFC 8200 section 5

/// Runs an operation of the net helper that must not be cut short (its result has to be undone): a cancellation of the
/// caller is noticed after it.
template <typename T>
awaitable<T> uncancelled(const asio::any_io_executor& executor, awaitable<T> operation) {
    return asio::co_spawn(executor, std::move(operation),
                          asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable));
}

std::unexpected<DialEnd> ended(RasError error, EndedBy by = EndedBy::Nobody) {
    return std::unexpected(DialEnd{std::move(error), by});
}

}  // namespace

DialOperation::DialOperation(DialContext& context, DialPlan plan, std::function<void(Handle)> finished)
    : context_(context),
      plan_(std::move(plan)),
      finished_(std::move(finished)),
      line_(context.executor, context.random),
      resumed_(context.executor),
      idle_timer_(context.executor),
      names_timer_(context.executor) {
    line_.on_router_advertisement([this](const dataplane::RouterAdvertisement& advertisement) {
        names_.take(advertisement, Clock::now());
        settle_names();
    });
}

void DialOperation::start() {
    asio::co_spawn(
        context_.executor, [self = shared_from_this()] { return self->run(); },
        asio::bind_cancellation_slot(cancel_.slot(), asio::detached));
}

void DialOperation::cancel() {
    asio::post(context_.executor,
               [self = shared_from_this()] { self->cancel_.emit(asio::cancellation_type::terminal); });
}

void DialOperation::hang_up(DialEnd end) {
    if (hung_up_) return;
    hung_up_ = true;
    if (!forced_end_) forced_end_ = std::move(end);
    cancel();
}

void DialOperation::fail(DialEnd end) {
    if (forced_end_) return;
    forced_end_ = std::move(end);
    cancel();
}

void DialOperation::resume(ppp::Credentials credentials) {
    resumed_.push(std::move(credentials));
}

awaitable<void> DialOperation::run() {
    DialEnd end;
    try {
        const Outcome up = co_await dial();
        // No `?:` here: GCC 12 destroys the operand that was not taken, too.
        if (up)
            end = co_await stay_up();
        else
            end = up.error();
    } catch (const boost::system::system_error& error) {
        end = forced_end_.value_or(DialEnd{{ERROR_UNKNOWN, error.what(), {}}, EndedBy::Manager});
    } catch (const std::exception& error) {
        end = {{ERROR_UNKNOWN, error.what(), {}}, EndedBy::Manager};
    }
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    if (!hung_up_) context_.observer.ending(plan_.handle);
    try {
        co_await tear_down(end);
    } catch (const std::exception& error) {
        log_dial(spdlog::level::err, plan_.dial_id, plan_.entry, "Disconnected", error.what());
    }
    if (hung_up_)
        context_.observer.hung_up(plan_.handle);
    else
        context_.observer.ended(plan_.handle, end);
    finished_(plan_.handle);
}

// GCC 12 destroys a braced temporary in a co_await expression twice: such arguments are named first.
awaitable<DialOperation::Outcome> DialOperation::dial() {
    co_await announce(RASCS_OpenPort);
    if (const auto medium = check_medium(plan_.settings); !medium) co_return ended(medium.error(), EndedBy::Manager);
    no_ipv6_ = why_no_ipv6();
    if (no_ipv6_ && (plan_.settings.excluded_protocols & phonebook::excluded_ipv4) != 0)
        co_return ended({ERROR_PPP_NO_PROTOCOLS_CONFIGURED, "the entry has no IPv4, and " + *no_ipv6_, {}},
                        EndedBy::Manager);
    auto port = co_await context_.ports.open(plan_);
    if (!port) co_return ended(port.error(), EndedBy::Manager);
    port_ = std::move(*port);
    co_await announce(RASCS_PortOpened);

    // The interface is what a user calls the device; status shows it from here on.
    DialFacts device{.device_name = port_->name(), .bits_per_second = ethernet_speed(port_->name())};
    co_await announce(RASCS_ConnectDevice, std::move(device));
    if (const Outcome connected = co_await connect_device(); !connected) co_return connected;
    DialFacts other_end{.remote = link_->describe()};
    co_await announce(RASCS_DeviceConnected, std::move(other_end));
    co_await announce(RASCS_AllDevicesConnected);

    co_await announce(RASCS_Authenticate);
    if (const Outcome authenticated = co_await authenticate(); !authenticated) co_return authenticated;

    if (const Outcome up = co_await enter(RASCS_AuthProject); !up) co_return up;
    if (projection_.auth_protocol != 0)
        if (const Outcome up = co_await enter(RASCS_AuthAck); !up) co_return up;
    if (const Outcome up = co_await enter(RASCS_Authenticated); !up) co_return up;
    if (const Outcome projected = co_await project(); !projected) co_return projected;
    DialFacts result{.projection = projection_};
    if (const Outcome up = co_await enter(RASCS_Projected, std::move(result)); !up) co_return up;

    if (const Outcome up = co_await enter(RASCS_ApplySettings); !up) co_return up;
    if (const Outcome applied = co_await apply_settings(); !applied) co_return applied;
    if (const Outcome up = still_up(); !up) co_return up;
    // Established when this has been sent: nobody waits for the handler.
    state_ = RASCS_Connected;
    context_.observer.announce(plan_.handle, RASCS_Connected, {.interface_name = interface_name_}, [] {});
    co_return Outcome{};
}

awaitable<DialOperation::Outcome> DialOperation::connect_device() {
    pppoe::DialOptions options{.service_name = plan_.phone_number, .ac_name = plan_.settings.ac_name};
    options.timing.total = context_.config.discovery_timeout;
    bool refused = false;
    options.refused = &refused;
    auto link = co_await pppoe::dial(*port_, std::move(options), context_.random);
    if (!link) co_return ended(link.error(), refused ? EndedBy::Peer : EndedBy::Line);
    link_ = std::move(*link);
    co_return Outcome{};
}

awaitable<DialOperation::Outcome> DialOperation::authenticate() {
    const std::uint16_t mtu = link_->mtu();
    ppp::Ipv4Settings ipv4;
    if (!plan_.settings.ip_address.empty()) inet_pton(AF_INET, plan_.settings.ip_address.c_str(), ipv4.local.data());
    line_.start(std::move(link_), ppp_config(mtu), plan_.credentials, ipv4);
    plan_.credentials.password.clear();
    const auto lcp = co_await await_event<ppp::event::LcpUp>();
    if (!lcp) co_return std::unexpected(lcp.error());
    set_lcp(projection_, lcp->lcp);
    if (lcp->lcp.auth)
        if (const Outcome up = co_await enter(RASCS_AuthNotify); !up) co_return up;
    line_.start_authentication();
    for (;;) {
        ppp::Event event = co_await line_.next_event();
        if (auto* done = std::get_if<ppp::event::Authenticated>(&event)) {
            projection_.reply_message = done->message;
            co_return Outcome{};
        }
        if (auto* down = std::get_if<ppp::event::Down>(&event)) co_return ended(down->error, down->by);
        auto* failed = std::get_if<ppp::event::AuthenticationFailed>(&event);
        if (failed == nullptr) continue;
        if (!failed->may_retry || !plan_.paused_states) co_return ended(failed->error, EndedBy::Peer);
        auto credentials = co_await pause_for_credentials();
        if (!credentials) co_return std::unexpected(credentials.error());
        if (const Outcome up = co_await enter(RASCS_AuthRetry); !up) co_return up;
        line_.retry_authentication(std::move(*credentials));
        if (const Outcome up = co_await enter(RASCS_AuthNotify); !up) co_return up;
    }
}

awaitable<std::expected<ppp::Credentials, DialEnd>> DialOperation::pause_for_credentials() {
    if (const Outcome up = co_await enter(RASCS_RetryAuthentication); !up) co_return std::unexpected(up.error());
    co_return co_await resumed_.next();
}

awaitable<DialOperation::Outcome> DialOperation::project() {
    projection_.ipv4_error = projection_.ipv6_error = ERROR_PROTOCOL_NOT_CONFIGURED;
    const std::uint32_t excluded = plan_.settings.excluded_protocols;
    if ((excluded & phonebook::excluded_ipv4) != 0) projection_.ipv4_text = "the entry excludes it";
    if ((excluded & phonebook::excluded_ipv6) != 0) {
        projection_.ipv6_text = "the entry excludes it";
    } else if (no_ipv6_) {
        projection_.ipv6_text = *no_ipv6_;
        log_dial(spdlog::level::info, plan_.dial_id, plan_.entry, std::string(state_name(state_)), *no_ipv6_);
    }
    line_.start_network();
    const auto done = co_await await_event<ppp::event::NetworkDone>();
    if (!done) co_return std::unexpected(done.error());
    set_mtu();
    co_return Outcome{};
}

void DialOperation::set_mtu() {
    projection_.mtu = std::min<std::uint32_t>(line_.lcp().peer_mru, line_.link()->mtu());
    if (plan_.settings.mtu != 0) projection_.mtu = std::min(projection_.mtu, plan_.settings.mtu);
    if (projection_.ipv6_error == 0 && projection_.mtu < ipv6_least_mtu) {
        note(ppp::event::NetworkFailed{
            ppp::Network::Ipv6,
            {ERROR_PPP_CP_REJECTED, fmt::format("the link carries {} bytes, IPv6 needs 1280", projection_.mtu), {}}});
    }
}

awaitable<DialOperation::Outcome> DialOperation::apply_settings() {
    // What the peer has changed while handlers slept.
    if (note_unread())
        if (const Outcome settled = settle_changes(); !settled) co_return settled;
    const auto mtu = static_cast<std::uint16_t>(projection_.mtu);
    const bool ipv4 = projection_.ipv4_error == 0;
    const bool ipv6 = projection_.ipv6_error == 0;
    if (context_.config.counting_dataplane) {
        line_.open_dataplane(dataplane::make_counting_endpoint(), mtu, ipv4, ipv6);
        co_return Outcome{};
    }
    auto tun = co_await uncancelled(context_.executor, context_.helper.create_tun(plan_.settings.interface_name));
    if (!tun) co_return ended(tun.error(), EndedBy::Manager);
    lease_ = tun->lease;
    line_.open_dataplane(dataplane::make_tun_endpoint(context_.executor, std::move(tun->fd), tun->vnet_hdr), mtu, ipv4,
                         ipv6);
    const auto configured =
        co_await uncancelled(context_.executor, context_.helper.configure(lease_, interface_settings()));
    if (!configured) co_return ended(configured.error(), EndedBy::Manager);
    interface_name_ = tun->name;
    co_return Outcome{};
}

awaitable<DialEnd> DialOperation::stay_up() {
    const std::uint32_t idle = plan_.settings.idle_seconds;
    if (idle != 0 && idle != idle_never) watch_idleness(std::chrono::seconds(idle));
    for (;;) {
        const ppp::Event event = co_await line_.next_event();
        if (const auto* down = std::get_if<ppp::event::Down>(&event)) co_return DialEnd{down->error, down->by};
        if (!note(event)) continue;
        if (const Outcome applied = co_await apply_changes(); !applied) co_return applied.error();
    }
}

DialOperation::Outcome DialOperation::settle_changes() {
    if (Outcome up = still_up(); !up) return up;
    set_mtu();
    if (projection_.ipv4_error != 0 && projection_.ipv6_error != 0) {
        // An established link waits for the peer to come back; what PPP has up and we cannot use is the end at once.
        const bool waits =
            state_ == RASCS_Connected && !line_.network_up(ppp::Network::Ipv4) && !line_.network_up(ppp::Network::Ipv6);
        if (!waits) return ended(network_failure_, EndedBy::Peer);
    }
    context_.observer.projected(plan_.handle, projection_);
    return {};
}

awaitable<DialOperation::Outcome> DialOperation::apply_changes() {
    (void)note_unread();
    if (const Outcome settled = settle_changes(); !settled) co_return settled;
    const bool ipv4 = projection_.ipv4_error == 0;
    const bool ipv6 = projection_.ipv6_error == 0;
    line_.change_dataplane(static_cast<std::uint16_t>(projection_.mtu), ipv4, ipv6);
    if (lease_ != 0) {
        const auto configured =
            co_await uncancelled(context_.executor, context_.helper.configure(lease_, interface_settings()));
        if (!configured) co_return ended(configured.error(), EndedBy::Manager);
    }
    log_dial(spdlog::level::info, plan_.dial_id, plan_.entry, std::string(state_name(state_)),
             fmt::format("{} is now: IPv4 {}, IPv6 {}", interface_name_,
                         ipv4 ? fmt::format("{} peer {}", projection_.ipv4_local, projection_.ipv4_peer) : "down",
                         ipv6 ? link_local_text(projection_.ipv6_local_id) : "down"));
    co_return Outcome{};
}

awaitable<void> DialOperation::tear_down(const DialEnd& end) {
    idle_timer_.cancel();
    names_.forget();
    line_.on_router_advertisement(nullptr);
    names_timer_.cancel();
    co_await line_.close(end.error, end.ended_by, "hung up");
    if (lease_ != 0) co_await context_.helper.release(lease_);
    // Only now, with its interface gone, may the TUN descriptor be closed: closing a live one blocks for 20 to 60 ms.
    line_.take_endpoint().reset();
    lease_ = 0;
    context_.ports.give_back(std::move(port_));
}

awaitable<void> DialOperation::announce(RASCONNSTATE state, DialFacts facts) {
    // The waiting belongs to this coroutine: an answer that comes when it has gone finds nothing.
    auto answered = std::make_shared<AsyncQueue<bool>>(context_.executor);
    std::function<void()> proceed = [waiting = std::weak_ptr(answered), executor = context_.executor] {
        asio::post(executor, [waiting] {
            if (const auto queue = waiting.lock()) queue->push(true);
        });
    };
    state_ = state;
    context_.observer.announce(plan_.handle, state, std::move(facts), std::move(proceed));
    (void)co_await answered->next();
}

awaitable<DialOperation::Outcome> DialOperation::enter(RASCONNSTATE state, DialFacts facts) {
    if (Outcome up = still_up(); !up) co_return up;
    co_await announce(state, std::move(facts));
    co_return still_up();
}

DialOperation::Outcome DialOperation::still_up() const {
    if (const auto* down = line_.unread_end()) return ended(down->error, down->by);
    return {};
}

template <typename Wanted>
awaitable<std::expected<Wanted, DialEnd>> DialOperation::await_event() {
    for (;;) {
        const ppp::Event event = co_await line_.next_event();
        if (const auto* wanted = std::get_if<Wanted>(&event)) co_return *wanted;
        if (const auto* down = std::get_if<ppp::event::Down>(&event)) co_return ended(down->error, down->by);
        note(event);
    }
}

bool DialOperation::note_unread() {
    bool changed = false;
    // The end is the last event; it is left to be read.
    while (line_.unread_end() == nullptr) {
        const auto event = line_.unread_event();
        if (!event) break;
        changed = note(*event) || changed;
    }
    return changed;
}

bool DialOperation::note(const ppp::Event& event) {
    const auto* up4 = std::get_if<ppp::event::Ipv4Up>(&event);
    const auto* up6 = std::get_if<ppp::event::Ipv6Up>(&event);
    const auto* failed = std::get_if<ppp::event::NetworkFailed>(&event);
    if (up4 != nullptr) set_ipv4(projection_, up4->ipv4);
    if (up6 != nullptr) set_ipv6(projection_, up6->ipv6);
    if (failed != nullptr) {
        set_failed(projection_, failed->network, failed->error);
        network_failure_ = failed->error;
        if (failed->network == ppp::Network::Ipv6) {
            names_.forget();
            set_names(projection_, names_);
        }
        log_dial(spdlog::level::info, plan_.dial_id, plan_.entry, std::string(state_name(state_)),
                 fmt::format("{} is not available: {} ({})", failed->network == ppp::Network::Ipv4 ? "IPv4" : "IPv6",
                             failed->error.text, failed->error.code));
    }
    return up4 != nullptr || up6 != nullptr || failed != nullptr;
}

/// Name servers of router advertisements come, change and expire at any time while the link is up.
void DialOperation::settle_names() {
    if (names_.changed(Clock::now())) {
        set_names(projection_, names_);
        context_.observer.projected(plan_.handle, projection_);
        log_dial(spdlog::level::info, plan_.dial_id, plan_.entry, std::string(state_name(state_)),
                 fmt::format("advertised name servers: {}; search domains: {}",
                             fmt::join(projection_.dns_advertised, " "), fmt::join(projection_.search, " ")));
        if (lease_ != 0)
            asio::co_spawn(
                context_.executor, [self = shared_from_this()] { return self->apply_names(); }, asio::detached);
    }
    names_timer_.cancel();
    const auto deadline = names_.next_deadline();
    if (!deadline) return;
    names_timer_.expires_at(*deadline);
    names_timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
        if (const auto self = weak.lock(); self && !error) self->settle_names();
    });
}

/// The whole of the settings, as apply_changes() has it: the helper takes requests in their order, so the last one says
/// how things are.
awaitable<void> DialOperation::apply_names() {
    const auto configured = co_await context_.helper.configure(lease_, interface_settings());
    if (!configured)
        log_dial(spdlog::level::warn, plan_.dial_id, plan_.entry, std::string(state_name(state_)),
                 fmt::format("advertised name servers: {}", configured.error().text));
}

void DialOperation::watch_idleness(std::chrono::seconds limit) {
    const auto before = line_.counters();
    idle_timer_.expires_after(limit);
    idle_timer_.async_wait([weak = weak_from_this(), before, limit](const boost::system::error_code& error) {
        const auto self = weak.lock();
        if (error || !self) return;
        const auto now = self->line_.counters();
        if (now.sent == before.sent && now.received == before.received)
            self->fail(
                {{ERROR_IDLE_DISCONNECTED, fmt::format("no packet for {} s", limit.count()), {}}, EndedBy::TimeLimit});
        else
            self->watch_idleness(limit);
    });
}

std::shared_ptr<const ppp::Config> DialOperation::ppp_config(std::uint16_t mtu) const {
    const bus::EntrySettings& entry = plan_.settings;
    auto config = std::make_shared<ppp::Config>();
    config->mru = config->peer_mru_limit = mtu;
    config->ipv4 = (entry.excluded_protocols & phonebook::excluded_ipv4) == 0;
    config->ipv6 = (entry.excluded_protocols & phonebook::excluded_ipv6) == 0 && !no_ipv6_;
    config->echo_interval =
        entry.echo_interval == 0xffffffff ? context_.config.echo_interval : std::chrono::seconds(entry.echo_interval);
    config->echo_failures = entry.echo_failures == 0 ? context_.config.echo_failures : entry.echo_failures;
    config->reopen_timeout = context_.config.reopen_timeout;
    const std::uint32_t methods =
        entry.auth_restrictions & (phonebook::auth_pap | phonebook::auth_chap_md5 | phonebook::auth_mschapv2);
    if (methods != 0) {
        config->auth_methods.clear();
        if (methods & phonebook::auth_mschapv2) config->auth_methods.push_back(ppp::AuthMethod::MsChapV2);
        if (methods & phonebook::auth_chap_md5) config->auth_methods.push_back(ppp::AuthMethod::ChapMd5);
        if (methods & phonebook::auth_pap) config->auth_methods.push_back(ppp::AuthMethod::Pap);
    }
    return config;
}

net::InterfaceSettings DialOperation::interface_settings() const {
    net::InterfaceSettings settings = settings_of(projection_);
    const bus::EntrySettings& entry = plan_.settings;
    if (!plan_.privileged) {
        settings.dns.clear();
        settings.search.clear();
        return settings;
    }
    settings.default_route_ipv4 = entry.default_route_ipv4 && projection_.ipv4_error == 0;
    settings.default_route_ipv6 = entry.default_route_ipv6 && projection_.ipv6_error == 0;
    settings.ipv6_route_always = settings.default_route_ipv6 && entry.ipv6_route_always;
    if (!entry.dns.empty()) settings.dns = addresses_of(entry.dns);
    return settings;
}

}  // namespace openras::manager
