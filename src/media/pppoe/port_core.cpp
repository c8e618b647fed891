#include "media/pppoe/port_core.h"

#include <fmt/format.h>
#include <linux/if_packet.h>
#include <raserror.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "media/pppoe/pppoe_link.h"

namespace openras::pppoe {

namespace asio = boost::asio;

namespace {

constexpr unsigned session_frames = 128;  // a batch
constexpr unsigned jumbo_frames = 64;     // ... where frames are large
constexpr unsigned discovery_frames = 32;
constexpr std::size_t discovery_frame_size = 1536;
constexpr unsigned batches_a_turn = 8;  // then other work of the reactor has its turn
constexpr std::size_t max_half_open = 4096;
constexpr auto half_open_time = std::chrono::seconds(10);
constexpr std::uint16_t no_group = 0xffff;

std::size_t frame_size(std::uint32_t mtu) {
    return (std::max(mtu, 1500U) + 18 + 63) / 64 * 64;
}

/// Not a secret, only unknown to who sends us frames.
std::uint64_t hash_seed() {
    std::uint64_t seed = 0;
    SystemRandom random;
    random.fill(Bytes(reinterpret_cast<std::uint8_t*>(&seed), sizeof seed));
    return seed;
}

}  // namespace

std::size_t PortCore::HostUniqHash::operator()(const HostUniq& uniq) const noexcept {
    std::size_t word = 0;  // random bytes: any of them will do
    std::memcpy(&word, uniq.data(), sizeof word);
    return word;
}

PortCore::PortCore(asio::any_io_executor executor, EthernetSockets sockets, std::string name)
    : executor_(std::move(executor)),
      discovery_(executor_, sockets.discovery.release()),
      session_(executor_, sockets.session.release()),
      name_(std::move(name)),
      mac_(sockets.mac),
      mtu_(sockets.mtu),
      links_(64, KeyHash{hash_seed()}),
      session_batch_(mtu_ > 2000 ? jumbo_frames : session_frames, frame_size(mtu_)),
      discovery_batch_(discovery_frames, discovery_frame_size),
      group_of_(session_batch_.capacity()),
      views_(session_batch_.capacity()),
      ordered_(session_batch_.capacity()) {
    groups_.reserve(session_batch_.capacity());
}

void PortCore::start() {
    wait_session();
    wait_discovery();
}

void PortCore::close() {
    if (closed_) return;
    closed_ = true;
    end_all({ERROR_DISCONNECTION, fmt::format("{} is no longer used", name_), {}});
    // Asio leaves it to close() to end the epoll registration, but another process's copy of the descriptor (the net
    // helper's, while it answers) would keep it alive; release() ends it.
    for (asio::posix::stream_descriptor* socket : {&discovery_, &session_}) UniqueFd(socket->release()).reset();
}

bool PortCore::alive() const {
    if (closed_) return false;
    sockaddr_ll address{};
    socklen_t size = sizeof address;
    // The kernel forgets the index of an interface that has been removed.
    auto& socket = const_cast<asio::posix::stream_descriptor&>(session_);
    if (::getsockname(socket.native_handle(), reinterpret_cast<sockaddr*>(&address), &size) != 0) return false;
    return address.sll_ifindex > 0;
}

PortCounters PortCore::counters() {
    for (asio::posix::stream_descriptor* socket : {&discovery_, &session_}) {
        if (!socket->is_open()) continue;
        tpacket_stats stats{};  // since the last time that it was asked for
        socklen_t size = sizeof stats;
        if (::getsockopt(socket->native_handle(), SOL_PACKET, PACKET_STATISTICS, &stats, &size) == 0)
            counters_.kernel_dropped += stats.tp_drops;
    }
    return counters_;
}

// --- links -----------------------------------------------------------------------------------------------------------

void PortCore::add(PppoeLink& link) {
    // A server gives a number anew only when it has forgotten the old session (it restarted).
    end_link(link.key(), {ERROR_REMOTE_DISCONNECTION, "the server gave the session's number to a new one", {}});
    std::erase_if(terminated_, [&](const auto& entry) { return entry.first == link.key(); });
    links_[link.key().packed()] = &link;
}

void PortCore::remove(PppoeLink& link) {
    const auto found = links_.find(link.key().packed());
    if (found == links_.end() || found->second != &link) return;
    links_.erase(found);
    if (link.group_batch_ == batch_number_ && link.group_ < groups_.size() && groups_[link.group_].link == &link)
        groups_[link.group_].link = nullptr;
    if (link.side() == PppoeLink::Side::Server && server_) server_->link_gone(link.key());
}

PppoeLink* PortCore::find(const SessionKey& key) const {
    const auto found = links_.find(key.packed());
    return found == links_.end() ? nullptr : found->second;
}

void PortCore::send(const SessionKey& key, PacketBatch frames) {
    if (closed_) return;
    const SendResult result = send_batch_.send(session_.native_handle(), make_session_header(mac_, key), frames);
    counters_.sent += result.sent;
    counters_.send_dropped += result.dropped;
}

void PortCore::send_padt(const SessionKey& key, std::string_view reason) {
    DiscoveryPacket padt{key.peer, mac_, Code::Padt, key.session_id, {}};
    if (!reason.empty()) padt.add(TagType::GenericError, as_bytes(reason));
    send_discovery(encode(padt));
}

void PortCore::end_link(const SessionKey& key, const RasError& error) {
    if (PppoeLink* link = find(key)) link->end(error);
}

void PortCore::end_all(const RasError& error) {
    std::vector<SessionKey> keys;
    keys.reserve(links_.size());
    for (const auto& [packed, link] : links_) keys.push_back(link->key());
    for (const SessionKey& key : keys) end_link(key, error);  // one link's end may take others with it

    std::vector<HostUniq> dials;
    dials.reserve(dials_.size());
    for (const auto& [host_uniq, sink] : dials_) dials.push_back(host_uniq);
    for (const HostUniq& host_uniq : dials) {
        const auto found = dials_.find(host_uniq);
        if (found != dials_.end()) found->second->port_down(error);
    }
    if (server_) server_->port_down(error);
}

// --- arriving session frames -----------------------------------------------------------------------------------------

void PortCore::wait_session() {
    session_.async_wait(asio::posix::stream_descriptor::wait_read,
                        [self = shared_from_this()](const boost::system::error_code& error) {
                            if (error || self->closed_) return;
                            self->drain_session();
                            self->end_terminated();
                            if (!self->closed_) self->wait_session();
                        });
}

void PortCore::drain_session() {
    for (unsigned turn = 0; turn < batches_a_turn && !closed_; ++turn) {
        const int count = session_batch_.receive(session_.native_handle());
        if (count < 0) return socket_failed(-count);
        if (count == 0) return;
        dispatch_sessions(static_cast<unsigned>(count));
        if (static_cast<unsigned>(count) < session_batch_.capacity()) return;
    }
}

bool PortCore::sort_batch(unsigned count, bool may_miss) {
    ++batch_number_;
    groups_.clear();
    std::uint64_t last_key = 0;
    std::uint16_t last_group = no_group;
    for (unsigned i = 0; i < count; ++i) {
        group_of_[i] = no_group;
        const auto frame = decode_session(session_batch_.frame(i));
        if (!frame || frame->destination != mac_) {  // a session is between two: nothing of it is for a group
            if (may_miss) ++counters_.malformed;
            continue;
        }
        const std::uint64_t key = frame->key.packed();
        if (key != last_key || last_group == no_group) {
            const auto found = links_.find(key);
            if (found == links_.end()) {
                if (!may_miss) return false;
                ++counters_.unknown_session;
                continue;
            }
            PppoeLink& link = *found->second;
            if (link.group_batch_ != batch_number_) {
                link.group_batch_ = batch_number_;
                link.group_ = static_cast<std::uint16_t>(groups_.size());
                groups_.push_back({&link, 0, 0});
            }
            last_key = key;
            last_group = link.group_;
        }
        group_of_[i] = last_group;
        views_[i] = frame->ppp;
        ++groups_[last_group].count;
    }
    return true;
}

void PortCore::dispatch_sessions(unsigned count) {
    // A server's first PPP frame follows its PADS at once, on the other socket: read that one before calling a session
    // unknown.
    if (dials_.empty() || !sort_batch(count, false)) {
        if (!dials_.empty()) drain_discovery();
        if (closed_) return;
        sort_batch(count, true);
    }
    unsigned position = 0;
    for (Group& group : groups_) {
        group.first = position;
        position += group.count;
        group.count = 0;
    }
    for (unsigned i = 0; i < count; ++i) {
        if (group_of_[i] == no_group) continue;
        Group& group = groups_[group_of_[i]];
        ordered_[group.first + group.count++] = views_[i];
    }
    counters_.received += position;
    // A receiver may destroy any link, its own included: remove() then clears the group's.
    for (std::size_t i = 0; i < groups_.size(); ++i) {
        const Group group = groups_[i];
        if (group.link) group.link->deliver(FrameBatch(ordered_).subspan(group.first, group.count));
    }
    groups_.clear();
}

// --- discovery -------------------------------------------------------------------------------------------------------

void PortCore::wait_discovery() {
    discovery_.async_wait(asio::posix::stream_descriptor::wait_read,
                          [self = shared_from_this()](const boost::system::error_code& error) {
                              if (error || self->closed_) return;
                              self->drain_discovery();
                              // A server's last PPP frame (a refusal, say) came before its PADT, on the other socket.
                              if (!self->terminated_.empty() && !self->closed_) self->drain_session();
                              self->end_terminated();
                              if (!self->closed_) self->wait_discovery();
                          });
}

void PortCore::drain_discovery() {
    const TimePoint now = Clock::now();
    for (unsigned turn = 0; turn < batches_a_turn && !closed_; ++turn) {
        const int count = discovery_batch_.receive(discovery_.native_handle());
        if (count < 0) return socket_failed(-count);
        for (unsigned i = 0; i < static_cast<unsigned>(count) && !closed_; ++i)
            dispatch_discovery(discovery_batch_.frame(i), now);
        if (static_cast<unsigned>(count) < discovery_batch_.capacity()) return;
    }
}

void PortCore::dispatch_discovery(ConstBytes frame, TimePoint now) {
    const auto packet = decode_discovery(frame);
    if (!packet || !is_for(*packet, mac_)) {
        ++counters_.malformed;
        return;
    }
    switch (packet->code) {
        case Code::Padi:
        case Code::Padr:
            if (server_) server_->discovery(*packet, now);
            return;
        case Code::Padt: {
            const SessionKey key{packet->session_id, packet->source};
            if (PppoeLink* link = find(key)) {
                if (link->side() == PppoeLink::Side::Server && server_) return server_->discovery(*packet, now);
                const auto error = error_of(*packet);
                terminated_.emplace_back(key,
                                         RasError{ERROR_REMOTE_DISCONNECTION, "the server has ended the session (PADT)",
                                                  error ? error->text : std::string{}});
                return;
            }
            break;
        }
        case Code::Pado:
        case Code::Pads: break;
    }
    const Tag* tag = packet->find(TagType::HostUniq);
    HostUniq host_uniq;
    if (!tag || tag->value.size() != host_uniq.size()) return;
    std::ranges::copy(tag->value, host_uniq.begin());
    const auto dial = dials_.find(host_uniq);
    if (dial != dials_.end()) return dial->second->discovery(*packet, now);
    if (packet->code == Code::Pads) take_late_session(*packet, host_uniq, now);
}

void PortCore::end_terminated() {
    while (!terminated_.empty()) {
        const auto [key, error] = std::move(terminated_.back());
        terminated_.pop_back();
        end_link(key, error);
    }
}

void PortCore::take_late_session(const DiscoveryPacket& packet, const HostUniq& host_uniq, TimePoint now) {
    std::erase_if(half_open_, [&](const HalfOpen& entry) { return entry.until <= now; });
    const auto found = std::ranges::find(half_open_, host_uniq, &HalfOpen::host_uniq);
    if (found == half_open_.end() || found->server != packet.source || packet.session_id == 0) return;
    half_open_.erase(found);
    send_padt({packet.session_id, packet.source}, "the dial was given up");
}

void PortCore::add_dial(const HostUniq& host_uniq, DiscoverySink& sink) {
    dials_[host_uniq] = &sink;
}

void PortCore::remove_dial(const HostUniq& host_uniq, std::optional<MacAddress> half_open) {
    dials_.erase(host_uniq);
    if (!half_open || closed_) return;
    if (half_open_.size() >= max_half_open) half_open_.pop_front();
    half_open_.push_back({host_uniq, *half_open, Clock::now() + half_open_time});
}

void PortCore::send_discovery(ConstBytes frame) {
    if (closed_) return;
    // What the kernel does not take is lost like on the wire: discovery retransmits.
    const auto sent = ::send(discovery_.native_handle(), frame.data(), frame.size(), MSG_DONTWAIT);
    if (sent < 0) ++counters_.send_dropped;
}

// --- the interface's end ---------------------------------------------------------------------------------------------

void PortCore::socket_failed(int error) {
    if (error != ENETDOWN && error != ENXIO && error != ENODEV) return;
    const auto self = shared_from_this();
    // Both sockets hear of it; what the other has to say must not hit the sessions after this.
    for (asio::posix::stream_descriptor* socket : {&discovery_, &session_}) {
        int pending = 0;
        socklen_t size = sizeof pending;
        ::getsockopt(socket->native_handle(), SOL_SOCKET, SO_ERROR, &pending, &size);
    }
    end_all({ERROR_DISCONNECTION, fmt::format("{} {}", name_, alive() ? "has gone down" : "has been removed"), {}});
}

}  // namespace openras::pppoe
