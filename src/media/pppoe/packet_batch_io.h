// Batches of frames on a packet socket: one recvmmsg into buffers that all sessions of a port share, one sendmmsg from
// where the packets lie. A system call a frame would halve the throughput.
#pragma once

#include <linux/if_packet.h>
#include <sys/socket.h>

#include <cstdint>
#include <span>
#include <vector>

#include "base/packet.h"
#include "media/pppoe/session_codec.h"

namespace openras::pppoe {

/// Receive buffers and their vectors. Not copyable: the vectors point into the buffers.
class ReceiveBatch {
  public:
    ReceiveBatch(unsigned frames, std::size_t frame_size);
    ReceiveBatch(const ReceiveBatch&) = delete;
    ReceiveBatch& operator=(const ReceiveBatch&) = delete;

    /// Takes what is queued, without waiting. @return frames received, 0 = nothing there, or -errno
    int receive(int fd);
    [[nodiscard]] unsigned capacity() const { return static_cast<unsigned>(messages_.size()); }
    /// Frame `index` of the last receive(); empty where it was truncated or is not addressed to this machine (sent by
    /// ourselves, another host's, another VLAN's).
    [[nodiscard]] ConstBytes frame(unsigned index) const;

  private:
    std::size_t frame_size_;
    ByteVector buffer_;
    std::vector<sockaddr_ll> senders_;
    std::vector<iovec> vectors_;
    std::vector<mmsghdr> messages_;
};

/// Counts of what send() did.
struct SendResult {
    unsigned sent = 0;
    unsigned dropped = 0;
    int error = 0;  ///< the errno of the last drop, 0 = none
};

/// Sends PPP frames, each behind the header of its session, without copying the frames.
class SendBatch {
  public:
    SendBatch();
    SendBatch(const SendBatch&) = delete;
    SendBatch& operator=(const SendBatch&) = delete;

    SendResult send(int fd, const SessionHeader& header, PacketBatch frames);

  private:
    static constexpr unsigned max_frames = 256;
    SendResult send_some(int fd, const SessionHeader& header, PacketBatch frames);

    std::vector<SessionHeader> headers_;
    std::vector<iovec> vectors_;
    std::vector<mmsghdr> messages_;
};

}  // namespace openras::pppoe
