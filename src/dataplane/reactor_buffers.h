// The memory in which a reactor's packets are cut and merged. It belongs to the reactor, not to a connection: there are
// thousands of connections, and only one of them is served at a time.
#pragma once

#include <boost/asio/execution_context.hpp>

#include "dataplane/frame_list.h"
#include "dataplane/merge.h"

namespace openras::dataplane {

/// A service of the io_context, which one thread runs: made at the first use, gone with it.
class ReactorBuffers final : public boost::asio::execution_context::service {
  public:
    static inline boost::asio::execution_context::id id;

    /// One read: virtio header and the longest super-packet (a 64 kB payload and its headers).
    static constexpr std::size_t kMostRead = 65536 + 512;
    /// Room for several reads that go to the link as one batch.
    static constexpr std::size_t kReadBuffer = 2 * kMostRead;

    explicit ReactorBuffers(boost::asio::execution_context& context) : service(context), read_buffer(kReadBuffer) {}

    // Sending.
    ByteVector read_buffer;
    FrameList outgoing;
    // Receiving; apart from sending, since a link in memory delivers while it sends.
    Merger merger;
    FrameList changed;  // packets that had to be copied to be changed

  private:
    void shutdown() override {}
};

}  // namespace openras::dataplane
