#include "net/netlink.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <netlink/socket.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>

namespace openras::net {
namespace {

constexpr std::size_t answers_at_once = 256;  // acknowledgements that surely fit in the receive buffer
constexpr std::size_t bytes_at_once = 128 * 1024;
constexpr int receive_buffer = 2 * 1024 * 1024;
constexpr std::size_t read_size = 64 * 1024;

void check(int result) {
    if (result < 0) throw std::bad_alloc();
}

}  // namespace

NetlinkMessage::NetlinkMessage(std::uint16_t type, int flags) : message_(nlmsg_alloc_simple(type, flags), nlmsg_free) {
    if (!message_) throw std::bad_alloc();
}
void NetlinkMessage::append(const void* data, std::size_t size) {
    check(nlmsg_append(message_.get(), const_cast<void*>(data), size, NLMSG_ALIGNTO));
}
NetlinkMessage& NetlinkMessage::u8(int attribute, std::uint8_t value) {
    check(nla_put_u8(message_.get(), attribute, value));
    return *this;
}
NetlinkMessage& NetlinkMessage::u32(int attribute, std::uint32_t value) {
    check(nla_put_u32(message_.get(), attribute, value));
    return *this;
}
NetlinkMessage& NetlinkMessage::text(int attribute, const char* value) {
    check(nla_put_string(message_.get(), attribute, value));
    return *this;
}
NetlinkMessage& NetlinkMessage::bytes(int attribute, ConstBytes value) {
    check(nla_put(message_.get(), attribute, static_cast<int>(value.size()), value.data()));
    return *this;
}
NetlinkMessage& NetlinkMessage::address(int attribute, const IpAddress& value) {
    return bytes(attribute, ConstBytes(value.bytes).first(value.family == Family::Ipv4 ? 4 : 16));
}

Netlink::Netlink() : socket_(nl_socket_alloc(), nl_socket_free), buffer_(read_size) {
    if (!socket_) throw std::bad_alloc();
    if (nl_connect(socket_.get(), NETLINK_ROUTE) < 0)
        throw std::system_error(errno, std::generic_category(), "routing netlink socket");
    const int fd = nl_socket_get_fd(socket_.get());
    const int on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &receive_buffer, sizeof receive_buffer);
    ::setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof on);
    ::setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof on);
}

void Netlink::add(const NetlinkMessage& message) {
    auto* header = nlmsg_hdr(message.get());
    header->nlmsg_flags |= NLM_F_REQUEST | NLM_F_ACK;
    header->nlmsg_pid = nl_socket_get_local_port(socket_.get());
    starts_.push_back(batch_.size());
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(header);
    batch_.insert(batch_.end(), bytes, bytes + header->nlmsg_len);
    batch_.resize(NLMSG_ALIGN(batch_.size()));
}

int Netlink::send(ConstBytes bytes) {
    const sockaddr_nl kernel{.nl_family = AF_NETLINK, .nl_pad = 0, .nl_pid = 0, .nl_groups = 0};
    while (::sendto(nl_socket_get_fd(socket_.get()), bytes.data(), bytes.size(), 0,
                    reinterpret_cast<const sockaddr*>(&kernel), sizeof kernel) < 0)
        if (errno != EINTR) return errno;
    return 0;
}

std::vector<int> Netlink::commit() {
    std::vector<int> all;
    all.reserve(starts_.size());
    std::size_t at = 0;
    while (at < starts_.size()) {
        const std::size_t begin = starts_[at];
        const std::uint32_t first = sequence_;
        std::size_t next = at;
        std::size_t end = begin;
        while (next < starts_.size() && next - at < answers_at_once && end - begin < bytes_at_once) {
            nlmsghdr header{};
            std::memcpy(&header, batch_.data() + starts_[next], sizeof header);
            header.nlmsg_seq = sequence_++;
            std::memcpy(batch_.data() + starts_[next], &header, sizeof header);
            ++next;
            end = next < starts_.size() ? starts_[next] : batch_.size();
        }
        std::vector<int> errors(next - at, -1);
        if (const int error = send(ConstBytes(batch_).subspan(begin, end - begin)); error != 0)
            errors.assign(errors.size(), error);
        else
            collect(first, errors, nullptr);
        all.insert(all.end(), errors.begin(), errors.end());
        at = next;
    }
    batch_.clear();
    starts_.clear();
    return all;
}

int Netlink::ask(const NetlinkMessage& message, const Visitor& visit) {
    auto* header = nlmsg_hdr(message.get());
    header->nlmsg_flags |= NLM_F_REQUEST | NLM_F_ACK;
    header->nlmsg_pid = nl_socket_get_local_port(socket_.get());
    header->nlmsg_seq = sequence_++;
    if (const int error = send({reinterpret_cast<const std::uint8_t*>(header), header->nlmsg_len}); error != 0)
        return error;
    std::vector<int> errors(1, -1);
    collect(header->nlmsg_seq, errors, visit);
    return errors.front();
}

std::optional<std::uint32_t> Netlink::index_of(const std::string& interface) const {
    ifreq request{};
    std::strncpy(request.ifr_name, interface.c_str(), IFNAMSIZ - 1);
    if (::ioctl(nl_socket_get_fd(socket_.get()), SIOCGIFINDEX, &request) < 0) return std::nullopt;
    return static_cast<std::uint32_t>(request.ifr_ifindex);
}

void Netlink::collect(std::uint32_t first, std::vector<int>& errors, const Visitor& visit) {
    std::size_t missing = errors.size();
    while (missing > 0) {
        const ssize_t size = ::recv(nl_socket_get_fd(socket_.get()), buffer_.data(), buffer_.size(), 0);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) {  // ENOBUFS: an answer is lost, the request was carried out or not
            const int error = size < 0 ? errno : EIO;
            for (auto& entry : errors)
                if (entry == -1) entry = error;
            return;
        }
        int rest = static_cast<int>(size);
        for (auto* header = reinterpret_cast<nlmsghdr*>(buffer_.data()); nlmsg_ok(header, rest);
             header = nlmsg_next(header, &rest)) {
            const std::uint32_t index = header->nlmsg_seq - first;
            if (index >= errors.size() || errors[index] != -1) continue;
            if (header->nlmsg_type == NLMSG_ERROR) {
                nlmsgerr answer{};
                std::memcpy(&answer, nlmsg_data(header), sizeof answer);
                errors[index] = -answer.error;
                --missing;
            } else if (header->nlmsg_type == NLMSG_DONE) {
                errors[index] = 0;
                --missing;
            } else if (visit) {
                visit(header);
            }
        }
    }
}

}  // namespace openras::net
