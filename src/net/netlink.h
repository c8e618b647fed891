// Netlink requests in batches: many messages in one system call, one answer each. On libnl-3, which builds and walks
// the messages.
#pragma once

#include <netlink/msg.h>
#include <netlink/netlink.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "net/types.h"

namespace openras::net {

/// One message being built. Attributes are put with libnl's nla_put family on get().
class NetlinkMessage {
  public:
    /// @param flags  NLM_F_CREATE and so on; NLM_F_REQUEST and NLM_F_ACK are added when it is sent
    NetlinkMessage(std::uint16_t type, int flags);

    template <typename Header>
    NetlinkMessage& header(const Header& value) {
        append(&value, sizeof value);
        return *this;
    }
    NetlinkMessage& u8(int attribute, std::uint8_t value);
    NetlinkMessage& u32(int attribute, std::uint32_t value);
    NetlinkMessage& text(int attribute, const char* value);
    NetlinkMessage& bytes(int attribute, ConstBytes value);
    NetlinkMessage& address(int attribute, const IpAddress& value);
    [[nodiscard]] nl_msg* get() const { return message_.get(); }

  private:
    void append(const void* data, std::size_t size);

    std::unique_ptr<nl_msg, void (*)(nl_msg*)> message_;
};

/// A routing netlink socket. The kernel runs each batch before the call returns.
class Netlink {
  public:
    /// Throws std::system_error.
    Netlink();

    /// Adds to the batch that commit() sends.
    void add(const NetlinkMessage& message);
    /// Sends the batch and collects the answers, in the order of add(): 0 or an errno for each.
    std::vector<int> commit();

    using Visitor = std::function<void(nlmsghdr*)>;
    /// One request with an answer beside its acknowledgement (or a dump). Calls `visit` for each message of the answer.
    /// @return 0 or errno
    int ask(const NetlinkMessage& message, const Visitor& visit);

    /// An interface's index (SIOCGIFINDEX), far cheaper than asking for all that RTM_GETLINK tells.
    std::optional<std::uint32_t> index_of(const std::string& interface) const;

  private:
    int send(ConstBytes bytes);
    /// Reads until each sequence number from `first` to before `end` has its answer.
    void collect(std::uint32_t first, std::vector<int>& errors, const Visitor& visit);

    std::unique_ptr<nl_sock, void (*)(nl_sock*)> socket_;
    std::uint32_t sequence_ = 1;
    ByteVector batch_;
    std::vector<std::size_t> starts_;
    ByteVector buffer_;
};

}  // namespace openras::net
