#include "net/seqpacket.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "net/protocol.h"

namespace openras::net {
namespace {

constexpr std::size_t descriptor_space = CMSG_SPACE(protocol::max_descriptors * sizeof(int));
constexpr std::size_t credential_space = CMSG_SPACE(sizeof(ucred));

/// Takes over every descriptor and the credentials that the kernel has put into `message`.
void take_ancillary(msghdr& message, ReceivedPacket& packet) {
    for (auto* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET) continue;
        const std::size_t size = header->cmsg_len - CMSG_LEN(0);
        if (header->cmsg_type == SCM_RIGHTS) {
            for (std::size_t at = 0; at + sizeof(int) <= size; at += sizeof(int)) {
                int fd = -1;
                std::memcpy(&fd, CMSG_DATA(header) + at, sizeof fd);
                packet.descriptors.emplace_back(fd);
            }
        } else if (header->cmsg_type == SCM_CREDENTIALS && size >= sizeof(ucred)) {
            ucred credentials{};
            std::memcpy(&credentials, CMSG_DATA(header), sizeof credentials);
            packet.sender = credentials.uid;
        }
    }
}

}  // namespace

ReceiveStatus receive_packet(int socket, ReceivedPacket& packet, bool accept_descriptors) {
    packet.descriptors.clear();
    packet.sender.reset();
    packet.bytes.resize(protocol::max_message);
    iovec part{packet.bytes.data(), packet.bytes.size()};
    alignas(cmsghdr) std::array<char, descriptor_space + credential_space> control{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = accept_descriptors ? control.size() : credential_space;
    ssize_t size = 0;
    do {
        size = ::recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    } while (size < 0 && errno == EINTR);
    if (size < 0) {
        if (errno == EAGAIN) return ReceiveStatus::WouldBlock;
        return errno == ECONNRESET ? ReceiveStatus::EndOfFile : ReceiveStatus::Failed;
    }
    take_ancillary(message, packet);
    if (size == 0) return ReceiveStatus::EndOfFile;
    packet.bytes.resize(static_cast<std::size_t>(size));
    const bool unwanted = !accept_descriptors && !packet.descriptors.empty();
    if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0 || unwanted) {
        packet.descriptors.clear();
        return ReceiveStatus::Bad;
    }
    return ReceiveStatus::Received;
}

int send_packet(int socket, ConstBytes bytes, std::span<const int> descriptors) {
    if (bytes.size() > protocol::max_message || descriptors.size() > protocol::max_descriptors) return EMSGSIZE;
    iovec part{const_cast<std::uint8_t*>(bytes.data()), bytes.size()};
    alignas(cmsghdr) std::array<char, descriptor_space> control{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (!descriptors.empty()) {
        message.msg_control = control.data();
        message.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
        auto* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(descriptors.size_bytes());
        std::memcpy(CMSG_DATA(header), descriptors.data(), descriptors.size_bytes());
    }
    while (::sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
        if (errno != EINTR) return errno;
    return 0;
}

}  // namespace openras::net
