#include "media/pppoe/packet_batch_io.h"

#include <algorithm>
#include <cerrno>

namespace openras::pppoe {

namespace {
constexpr unsigned vectors_a_frame = 3;  // header, head, body

iovec vector_of(ConstBytes bytes) {
    // sendmsg does not write to what an iovec points at.
    return {const_cast<std::uint8_t*>(bytes.data()), bytes.size()};  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}
}  // namespace

ReceiveBatch::ReceiveBatch(unsigned frames, std::size_t frame_size)
    : frame_size_(frame_size), buffer_(frames * frame_size), senders_(frames), vectors_(frames), messages_(frames) {
    const std::span<std::uint8_t> all(buffer_);
    for (unsigned i = 0; i < frames; ++i) {
        vectors_[i] = {all.subspan(i * frame_size).data(), frame_size};
        messages_[i].msg_hdr.msg_iov = &vectors_[i];
        messages_[i].msg_hdr.msg_iovlen = 1;
        messages_[i].msg_hdr.msg_name = &senders_[i];
        messages_[i].msg_hdr.msg_namelen = sizeof(sockaddr_ll);
    }
}

int ReceiveBatch::receive(int fd) {
    for (mmsghdr& message : messages_) message.msg_hdr.msg_namelen = sizeof(sockaddr_ll);
    while (true) {
        const int count = ::recvmmsg(fd, messages_.data(), capacity(), MSG_DONTWAIT, nullptr);
        if (count >= 0) return count;
        if (errno == EINTR) continue;
        return errno == EAGAIN ? 0 : -errno;
    }
}

ConstBytes ReceiveBatch::frame(unsigned index) const {
    const mmsghdr& message = messages_[index];
    const auto type = senders_[index].sll_pkttype;
    if ((message.msg_hdr.msg_flags & MSG_TRUNC) != 0 || (type != PACKET_HOST && type != PACKET_BROADCAST)) return {};
    return ConstBytes(buffer_).subspan(index * frame_size_, message.msg_len);
}

SendBatch::SendBatch() : headers_(max_frames), vectors_(max_frames * vectors_a_frame), messages_(max_frames) {
    for (unsigned i = 0; i < max_frames; ++i) {
        messages_[i].msg_hdr.msg_iov = &vectors_[i * vectors_a_frame];
        messages_[i].msg_hdr.msg_iovlen = vectors_a_frame;
    }
}

SendResult SendBatch::send(int fd, const SessionHeader& header, PacketBatch frames) {
    SendResult total;
    while (!frames.empty()) {
        const auto some = frames.first(std::min<std::size_t>(frames.size(), max_frames));
        const SendResult result = send_some(fd, header, some);
        total.sent += result.sent;
        total.dropped += result.dropped;
        if (result.error != 0) total.error = result.error;
        frames = frames.subspan(some.size());
    }
    return total;
}

SendResult SendBatch::send_some(int fd, const SessionHeader& header, PacketBatch frames) {
    SendResult result;
    unsigned count = 0;
    for (const Packet& packet : frames) {
        const std::size_t size = packet.size();
        if (size > 0xffff) {
            ++result.dropped;
            continue;
        }
        headers_[count] = header;
        set_length(headers_[count], static_cast<std::uint16_t>(size));
        iovec* vectors = &vectors_[count * vectors_a_frame];
        vectors[0] = {headers_[count].data(), session_header_size};
        vectors[1] = vector_of(packet.head);
        vectors[2] = vector_of(packet.body);
        ++count;
    }
    unsigned done = 0;
    while (done < count) {
        const int sent = ::sendmmsg(fd, &messages_[done], count - done, MSG_DONTWAIT);
        if (sent > 0) {
            done += static_cast<unsigned>(sent);
            result.sent += static_cast<unsigned>(sent);
            continue;
        }
        if (errno == EINTR) continue;
        result.error = errno;
        // One frame that is too long or met a full device queue says nothing about the next; a full socket does.
        const unsigned lost = (errno == EMSGSIZE || errno == ENOBUFS) ? 1 : count - done;
        done += lost;
        result.dropped += lost;
    }
    return result;
}

}  // namespace openras::pppoe
