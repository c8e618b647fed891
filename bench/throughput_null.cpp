#include "throughput_null.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace openras::bench {
namespace {

constexpr std::size_t kFrameHeader = 22;  // Ethernet 14, PPPoE 6, PPP 2
constexpr std::size_t kIpHeader = 20;
constexpr std::size_t kVnet = 10;
constexpr unsigned kSendBatch = 256;
constexpr unsigned kReceiveBatch = 128;
constexpr std::size_t kFrameSize = 1536;

std::uint16_t get16(const std::uint8_t* at) {
    return static_cast<std::uint16_t>(at[0] << 8 | at[1]);
}
std::uint32_t get32(const std::uint8_t* at) {
    return std::uint32_t{get16(at)} << 16 | get16(at + 2);
}
void put16(std::uint8_t* at, std::size_t value) {
    at[0] = static_cast<std::uint8_t>(value >> 8);
    at[1] = static_cast<std::uint8_t>(value);
}
void put32(std::uint8_t* at, std::uint32_t value) {
    put16(at, value >> 16);
    put16(at + 2, value & 0xffff);
}

std::uint32_t sum16(const std::uint8_t* at, std::size_t size) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < size; i += 2) sum += get16(at + i);
    while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
    return sum;
}
void set_ip_length(std::uint8_t* ip, std::size_t total) {
    put16(ip + 2, total);
    put16(ip + 10, 0);
    put16(ip + 10, 0xffff & ~sum16(ip, kIpHeader));
}

class Forwarder {
  public:
    Forwarder(int tun, int packet_socket, const std::array<std::uint8_t, kFrameHeader>& header)
        : tun_(tun), socket_(packet_socket), header_(header) {
        for (unsigned i = 0; i < kSendBatch; ++i) out_[i].msg_hdr.msg_iov = &out_parts_[i * 2];
        for (unsigned i = 0; i < kReceiveBatch; ++i) {
            in_parts_[i] = {in_buffer_.data() + i * kFrameSize, kFrameSize};
            in_[i].msg_hdr.msg_iov = &in_parts_[i];
            in_[i].msg_hdr.msg_iovlen = 1;
        }
    }

    void from_tun() {
        std::size_t packets = 0;
        while (packets < 512) {
            const ssize_t size = ::read(tun_, read_buffer_.data(), read_buffer_.size());
            if (size <= static_cast<ssize_t>(kVnet + kIpHeader)) return;
            packets += cut(read_buffer_.data(), static_cast<std::size_t>(size));
            flush();  // the buffer is needed for the next read
        }
    }

    void from_socket() {
        for (unsigned turn = 0; turn < 8; ++turn) {
            const int count = ::recvmmsg(socket_, in_.data(), kReceiveBatch, MSG_DONTWAIT, nullptr);
            if (count <= 0) return;
            for (unsigned i = 0; i < static_cast<unsigned>(count); ++i)
                join(in_buffer_.data() + i * kFrameSize + kFrameHeader, in_[i].msg_len - kFrameHeader);
            write_run();
            if (static_cast<unsigned>(count) < kReceiveBatch) return;
        }
    }

  private:
    unsigned cut(std::uint8_t* data, std::size_t size) {
        const bool super = data[1] != 0;
        std::uint16_t segment;
        std::memcpy(&segment, data + 4, sizeof segment);
        std::uint8_t* ip = data + kVnet;
        size -= kVnet;
        if (!super) {
            add(0, ip, size);
            return 1;
        }
        const std::size_t headers = kIpHeader + ip[kIpHeader + 12] / 16 * 4u;
        const std::uint32_t sequence = get32(ip + kIpHeader + 4);
        unsigned count = 0;
        for (std::size_t at = headers; at < size; at += segment, ++count) {
            const std::size_t piece = std::min<std::size_t>(segment, size - at);
            std::uint8_t* head = heads_.data() + used_ * 128 + kFrameHeader;
            std::memcpy(head, ip, headers);
            set_ip_length(head, headers + piece);
            put32(head + kIpHeader + 4, static_cast<std::uint32_t>(sequence + (at - headers)));
            if (at + piece < size) head[kIpHeader + 13] &= 0xf6;
            add(headers, ip + at, piece);
        }
        return count;
    }

    // The first `head_size` bytes of the packet lie behind the room for the frame's header already.
    void add(std::size_t head_size, std::uint8_t* body, std::size_t body_size) {
        std::uint8_t* frame = heads_.data() + used_ * 128;
        std::ranges::copy(header_, frame);
        put16(frame + 18, 2 + head_size + body_size);
        out_parts_[used_ * 2] = {frame, kFrameHeader + head_size};
        out_parts_[used_ * 2 + 1] = {body, body_size};
        out_[used_].msg_hdr.msg_iovlen = 2;
        if (++used_ == kSendBatch) flush();
    }

    void flush() {
        for (unsigned done = 0; done < used_;) {
            const int sent = ::sendmmsg(socket_, out_.data() + done, used_ - done, MSG_DONTWAIT);
            done += sent > 0 ? static_cast<unsigned>(sent) : used_;
        }
        used_ = 0;
    }

    // Joins blindly what continues the sequence; the checksum field is never looked at.
    void join(std::uint8_t* ip, std::size_t size) {
        size = std::min<std::size_t>(size, get16(ip + 2));
        const std::size_t headers = kIpHeader + (ip[9] == 6 ? ip[kIpHeader + 12] / 16 * 4u : 0u);
        const bool data = ip[9] == 6 && size > headers;
        const std::size_t payload = size - headers;
        const bool fits = run_ != nullptr && data && get32(ip + kIpHeader + 4) == next_sequence_ &&
                          payload <= segment_ && total_ + payload < 65536;
        if (!fits) {
            write_run();
            run_ = ip;
            total_ = size;
            headers_ = headers;
            segment_ = payload;
            parts_.assign(2, {});
            parts_.push_back({ip + headers, payload});
            next_sequence_ = data ? get32(ip + kIpHeader + 4) : 0;
        } else {
            total_ += payload;
            run_[kIpHeader + 13] |= ip[kIpHeader + 13];
            parts_.push_back({ip + headers, payload});
        }
        next_sequence_ += static_cast<std::uint32_t>(payload);
        if (!data || payload < segment_) write_run();
    }

    void write_run() {
        if (run_ == nullptr) return;
        std::array<std::uint8_t, kVnet> vnet{};
        if (run_[9] == 6) {
            const std::array<std::uint16_t, 4> fields{static_cast<std::uint16_t>(headers_),
                                                      static_cast<std::uint16_t>(segment_), kIpHeader, 16};
            vnet[0] = 1;
            vnet[1] = parts_.size() > 3 ? 1 : 0;
            std::memcpy(vnet.data() + 2, fields.data(), sizeof fields);
            set_ip_length(run_, total_);
            const std::size_t length = total_ - kIpHeader;
            std::uint32_t sum = sum16(run_ + 12, 8) + 6 + static_cast<std::uint32_t>(length);
            while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
            put16(run_ + kIpHeader + 16, sum);
        }
        parts_[0] = {vnet.data(), vnet.size()};
        parts_[1] = {run_, headers_};
        (void)!::writev(tun_, parts_.data(), static_cast<int>(parts_.size()));
        run_ = nullptr;
    }

    int tun_, socket_;
    std::array<std::uint8_t, kFrameHeader> header_;
    std::vector<std::uint8_t> read_buffer_ = std::vector<std::uint8_t>(70000);
    std::vector<std::uint8_t> heads_ = std::vector<std::uint8_t>(std::size_t{kSendBatch} * 128);
    std::vector<iovec> out_parts_ = std::vector<iovec>(std::size_t{kSendBatch} * 2);
    std::vector<mmsghdr> out_ = std::vector<mmsghdr>(kSendBatch);
    unsigned used_ = 0;
    std::vector<std::uint8_t> in_buffer_ = std::vector<std::uint8_t>(kReceiveBatch * kFrameSize);
    std::vector<iovec> in_parts_ = std::vector<iovec>(kReceiveBatch);
    std::vector<mmsghdr> in_ = std::vector<mmsghdr>(kReceiveBatch);

    std::uint8_t* run_ = nullptr;
    std::size_t total_ = 0, headers_ = 0, segment_ = 0;
    std::uint32_t next_sequence_ = 0;
    std::vector<iovec> parts_;
};

}  // namespace

void run_null_forwarder(int tun, int packet_socket, int stop, const std::array<std::uint8_t, 22>& header) {
    Forwarder forwarder(tun, packet_socket, header);
    std::array<pollfd, 3> watched{{{tun, POLLIN, 0}, {packet_socket, POLLIN, 0}, {stop, POLLIN, 0}}};
    while (::poll(watched.data(), watched.size(), -1) >= 0 && watched[2].revents == 0) {
        if (watched[1].revents != 0) forwarder.from_socket();
        if (watched[0].revents != 0) forwarder.from_tun();
    }
}

}  // namespace openras::bench
