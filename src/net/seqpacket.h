// One packet with its descriptors (SCM_RIGHTS) and its sender's uid (SCM_CREDENTIALS) over a SOCK_SEQPACKET socket.
#pragma once

#include <sys/types.h>

#include <optional>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/unique_fd.h"

namespace openras::net {

enum class ReceiveStatus {
    Received,
    WouldBlock,
    EndOfFile,  ///< every other end is closed
    Bad,        ///< longer than a message may be, or more descriptors than allowed; dropped
    Failed,     ///< errno says why
};

struct ReceivedPacket {
    ByteVector bytes;
    std::vector<UniqueFd> descriptors;
    std::optional<uid_t> sender;  ///< only where SO_PASSCRED is on
};

/// Never blocks. Descriptors come with close-on-exec set.
/// @param accept_descriptors  false: the kernel drops what comes along
ReceiveStatus receive_packet(int socket, ReceivedPacket& packet, bool accept_descriptors);

/// Never blocks and raises no SIGPIPE.
/// @return 0 or errno (EAGAIN where the socket is full)
int send_packet(int socket, ConstBytes bytes, std::span<const int> descriptors = {});

}  // namespace openras::net
