// The TUN device's end of a connection: reads super-packets, cuts them into the link's frames, and writes what arrived,
// merged. Sizes and budgets are those that measured best (docs/dataplane.md).
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>

#include "dataplane/forwarder.h"
#include "dataplane/ingress.h"
#include "dataplane/mss_clamp.h"
#include "dataplane/reactor_buffers.h"
#include "dataplane/split.h"

namespace openras::dataplane {
namespace {

namespace asio = boost::asio;

// Packets sent in one turn before other connections of the reactor get theirs.
constexpr std::size_t kTurnBudget = 512;
// Frames handed to the link at once: enough for its largest sendmmsg(), few enough to stay in the cache.
constexpr std::size_t kBatch = 128;

iovec part(ConstBytes bytes) {
    return {const_cast<std::uint8_t*>(bytes.data()), bytes.size()};
}

class TunEndpoint final : public Endpoint, private PacketWriter {
  public:
    TunEndpoint(const asio::any_io_executor& executor, UniqueFd tun, bool vnet_hdr)
        : buffers_(asio::use_service<ReactorBuffers>(asio::query(executor, asio::execution::context))),
          tun_(std::move(tun)),
          descriptor_(executor, tun_.get()),
          vnet_hdr_(vnet_hdr) {}

    ~TunEndpoint() override {
        stop();
        // Asio leaves it to close() to end the epoll registration, but the net helper's copy of the descriptor would
        // keep it alive; release() ends it.
        descriptor_.release();
    }
    TunEndpoint(const TunEndpoint&) = delete;
    TunEndpoint& operator=(const TunEndpoint&) = delete;

    void start(media::Link& link, std::uint16_t mtu, bool allow_ipv4, bool allow_ipv6) override {
        const bool running = link_ != nullptr;
        link_ = &link;
        mtu_ = mtu;
        allowed_ = {allow_ipv4, allow_ipv6};
        if (!running) wait();
    }

    void stop() override {
        if (link_ == nullptr) return;
        link_ = nullptr;
        allowed_ = {};
        alive_ = std::make_shared<char>();  // handlers on their way find their own gone
        boost::system::error_code ignored;
        descriptor_.cancel(ignored);
    }

    void deliver(FrameBatch frames) override;
    [[nodiscard]] Counters counters() const override { return counters_; }

  private:
    enum class Turn { Drained, BudgetSpent, Failed };

    void wait();
    void send_turn();
    Turn read_and_send();
    std::size_t read_batch(Turn& turn);
    void cut(Bytes data);
    Result write(const VirtioHeader& header, ConstBytes head, FrameBatch pieces, std::size_t packets) override;

    ReactorBuffers& buffers_;
    UniqueFd tun_;  // closed after descriptor_ has let go of it
    asio::posix::stream_descriptor descriptor_;
    media::Link* link_ = nullptr;
    std::shared_ptr<char> alive_ = std::make_shared<char>();
    Counters counters_;
    std::uint16_t mtu_ = 0;
    AllowedFamilies allowed_;
    bool vnet_hdr_;
};

void TunEndpoint::wait() {
    descriptor_.async_wait(asio::posix::descriptor_base::wait_read,
                           [this, alive = std::weak_ptr(alive_)](boost::system::error_code error) {
                               if (!error && !alive.expired()) send_turn();
                           });
}

void TunEndpoint::send_turn() {
    const std::weak_ptr alive = alive_;
    const Turn turn = read_and_send();
    if (alive.expired()) return;  // the link ended in send(), and this object with it
    switch (turn) {
        case Turn::Drained: wait(); break;
        case Turn::BudgetSpent:
            asio::post(descriptor_.get_executor(), [this, alive] {
                if (!alive.expired()) send_turn();
            });
            break;
        case Turn::Failed: break;  // the interface has gone; the connection learns it from the net helper
    }
}

TunEndpoint::Turn TunEndpoint::read_and_send() {
    const std::weak_ptr alive = alive_;
    for (std::size_t sent = 0; sent < kTurnBudget;) {
        Turn turn = Turn::BudgetSpent;
        sent += read_batch(turn);
        const PacketBatch frames = buffers_.outgoing.frames();
        if (!frames.empty()) {
            link_->send(frames);
            if (alive.expired()) return Turn::Failed;
        }
        if (turn != Turn::BudgetSpent) return turn;
    }
    return Turn::BudgetSpent;
}

// Reads until the batch or the buffer is full; says in `turn` if reading ended before.
std::size_t TunEndpoint::read_batch(Turn& turn) {
    buffers_.outgoing.clear();
    std::size_t reads = 0;
    Bytes room(buffers_.read_buffer);
    while (room.size() >= ReactorBuffers::kMostRead && buffers_.outgoing.size() < kBatch) {
        const ssize_t count = ::read(tun_.get(), room.data(), ReactorBuffers::kMostRead);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            turn = count < 0 && errno == EAGAIN ? Turn::Drained : Turn::Failed;
            break;
        }
        ++reads;
        const auto size = static_cast<std::size_t>(count);
        cut(room.first(size));
        constexpr std::size_t kAlignment = 64;
        room = room.subspan(std::min(room.size(), (size + kAlignment - 1) / kAlignment * kAlignment));
    }
    return std::max(reads, buffers_.outgoing.size());
}

void TunEndpoint::cut(Bytes data) {
    VirtioHeader header;
    if (vnet_hdr_) {
        const auto bytes = header_at<kVirtioHeaderSize>(ConstBytes(data), 0);
        if (!bytes) return;
        header = VirtioHeader::from_bytes(*bytes);
        data = data.subspan(kVirtioHeaderSize);
    }
    const auto family = family_of(data);
    const std::size_t before = buffers_.outgoing.size();
    if (!family || !allowed_.contains(*family) || !split(header, data, mtu_, buffers_.outgoing)) {
        ++counters_.sent.dropped;
        return;
    }
    for (const Packet& frame : buffers_.outgoing.frames().subspan(before)) {
        ++counters_.sent.packets;
        counters_.sent.bytes += frame.size() - sizeof kPppIpv4;
    }
}

void TunEndpoint::deliver(FrameBatch frames) {
    buffers_.changed.clear();
    for (const ConstBytes frame : frames) {
        const auto arrived = packet_of_frame(frame, allowed_);
        if (!arrived) {
            ++counters_.received.dropped;
            continue;
        }
        ConstBytes packet = *arrived;
        if (mss_too_high(packet, mtu_) && packet.size() <= FrameList::kMostScratch) {
            const Bytes copy = buffers_.changed.scratch(packet.size());
            std::ranges::copy(packet, copy.begin());
            clamp_mss(copy, mtu_);
            packet = copy;
        }
        ++counters_.received.packets;
        counters_.received.bytes += packet.size();
        if (vnet_hdr_) {
            buffers_.merger.add(packet);
        } else {
            write(VirtioHeader{}, packet, {}, 1);
        }
    }
    if (vnet_hdr_) buffers_.merger.flush(*this);
}

PacketWriter::Result TunEndpoint::write(const VirtioHeader& header, ConstBytes head, FrameBatch pieces,
                                        std::size_t packets) {
    std::array<iovec, Merger::kMostPieces + 2> parts;
    std::size_t count = 0;
    if (vnet_hdr_) parts[count++] = part(header.bytes());
    parts[count++] = part(head);
    for (const ConstBytes piece : pieces) parts[count++] = part(piece);
    while (::writev(tun_.get(), parts.data(), static_cast<int>(count)) < 0) {
        if (errno == EINTR) continue;
        if (errno == EINVAL && header.kind() == VirtioHeader::kGsoUdp) return Result::Unsupported;
        counters_.received.dropped += packets;
        break;
    }
    return Result::Done;
}

}  // namespace

std::unique_ptr<Endpoint> make_tun_endpoint(const asio::any_io_executor& executor, UniqueFd tun, bool vnet_hdr) {
    return std::make_unique<TunEndpoint>(executor, std::move(tun), vnet_hdr);
}

}  // namespace openras::dataplane
