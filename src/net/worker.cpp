#include "net/worker.h"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <memory>
#include <optional>
#include <system_error>

#include "base/random.h"
#include "net/address_watch.h"
#include "net/confinement.h"
#include "net/dns.h"
#include "net/errors.h"
#include "net/ethernet.h"
#include "net/journal.h"
#include "net/leases.h"
#include "net/netlink.h"
#include "net/protocol.h"
#include "net/resolvconf_runner.h"
#include "net/seqpacket.h"

namespace openras::net {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};

std::uint64_t own_network_namespace() {
    struct stat facts{};
    if (::stat("/proc/self/ns/net", &facts) < 0) return 0;
    return facts.st_ino;
}

std::uint32_t random_not_zero() {
    SystemRandom random;
    for (;;)
        if (const auto value = random.u32(); value != 0) return value;
}

/// The worker's parts, in the order in which they need each other.
class Machine {
  public:
    Machine(const HelperOptions& options, int resolvconf)
        : journal_(options.journal),
          program_(resolvconf >= 0 ? std::make_unique<RemoteResolvconf>(resolvconf) : nullptr),
          dns_(journal_, options.resolv_conf, program_.get()),
          leases_(netlink_, watch_, journal_, dns_, options.max_leases),
          ethernets_(netlink_, options.interfaces) {
        const auto& left = journal_.undo().header;
        header_.network_namespace = own_network_namespace();
        if (options.link_group != 0)
            header_.link_group = options.link_group;
        else if (left && left->network_namespace == header_.network_namespace)
            header_.link_group = left->link_group;
        else
            header_.link_group = 0x4f000000U | (random_not_zero() & 0xfffffeU);
    }

    /// @return whether nothing is left
    bool undo_everything() {
        leases_.undo_everything(header_);
        return journal_.undo().empty();
    }
    Leases& leases() { return leases_; }
    [[nodiscard]] int address_watch() const { return watch_.fd(); }
    Ethernets& ethernets() { return ethernets_; }

  private:
    Journal journal_;
    Netlink netlink_;
    AddressWatch watch_;
    std::unique_ptr<ResolvconfProgram> program_;
    Dns dns_;
    Leases leases_;
    Ethernets ethernets_;
    record::Header header_;
};

class Worker {
  public:
    Worker(const HelperOptions& options, const WorkerDescriptors& descriptors, Machine& machine, int signals)
        : options_(options), descriptors_(descriptors), machine_(machine), signals_(signals) {}

    WorkerEnd run();

  private:
    enum class Wait { Socket, End };

    /// Waits until the socket is ready for `events`, or there is a reason to end.
    Wait wait_for(short events);
    /// False: the end has come (a signal, the supervisor, end of file).
    bool answer(const ReceivedPacket& packet);
    void drain();
    bool send(ConstBytes bytes, std::span<const int> descriptors = {});
    bool carry_out(const protocol::Request& request);

    const HelperOptions& options_;
    const WorkerDescriptors& descriptors_;
    Machine& machine_;
    int signals_;
    std::uint32_t generation_ = random_not_zero();
    WorkerEnd end_ = WorkerEnd::Stopped;
};

Worker::Wait Worker::wait_for(short events) {
    for (;;) {
        std::array<pollfd, 4> set{{{descriptors_.socket, events, 0},
                                   {signals_, POLLIN, 0},
                                   {descriptors_.supervisor, POLLIN, 0},
                                   {machine_.address_watch(), POLLIN, 0}}};
        if (::poll(set.data(), set.size(), -1) < 0) {
            if (errno == EINTR) continue;
            throw std::system_error(errno, std::generic_category(), "poll");
        }
        if (set[1].revents != 0 || set[2].revents != 0) return Wait::End;
        if (set[3].revents != 0) machine_.leases().follow_addresses();
        if (set[0].revents != 0) return Wait::Socket;
    }
}

bool Worker::send(ConstBytes bytes, std::span<const int> descriptors) {
    for (;;) {
        const int error = send_packet(descriptors_.socket, bytes, descriptors);
        if (error == 0) return true;
        if (error == EPIPE || error == ECONNRESET || error == ENOTCONN) {
            end_ = WorkerEnd::ClientGone;
            return false;
        }
        if (error != EAGAIN) throw std::system_error(error, std::generic_category(), "reply to the manager");
        if (wait_for(POLLOUT) == Wait::End) return false;
    }
}

/// What was meant for the predecessor. The manager fails those requests when it hears the new generation.
void Worker::drain() {
    ReceivedPacket packet;
    for (;;) {
        switch (receive_packet(descriptors_.socket, packet, false)) {
            case ReceiveStatus::Received:
            case ReceiveStatus::Bad: continue;
            case ReceiveStatus::WouldBlock:
            case ReceiveStatus::EndOfFile:  // run() meets it again
            case ReceiveStatus::Failed: return;
        }
    }
}

bool Worker::carry_out(const protocol::Request& request) {
    using namespace protocol;
    const auto reply = [&](ReplyBody body, std::span<const int> descriptors = {}) {
        return send(encode(Reply{request.id, std::move(body)}), descriptors);
    };
    const auto failed = [&](const RasError& error) {
        spdlog::warn("refused: {} ({})", error.text, error.code);
        return reply(Failed{error.code, error.text});
    };
    return std::visit(Overloaded{
                          [&](const CreateTun& body) {
                              const auto created = machine_.leases().create(body.name);
                              if (!created) return failed(created.error());
                              return reply(created->facts, std::array{created->fd});
                          },
                          [&](const Configure& body) {
                              const auto done = machine_.leases().configure(body.lease, body.settings);
                              return done ? reply(Done{}) : failed(done.error());
                          },
                          [&](const Release& body) {
                              machine_.leases().release(body.leases);
                              return reply(Done{});
                          },
                          [&](const ReleaseAll&) {
                              machine_.undo_everything();
                              return reply(Done{});
                          },
                          [&](const OpenEthernet& body) {
                              const auto opened = machine_.ethernets().open(body.interface);
                              if (!opened) return failed(opened.error());
                              return reply(opened->facts, std::array{opened->discovery.get(), opened->session.get()});
                          },
                          [&](const ListEthernet&) {
                              auto names = machine_.ethernets().list();
                              return names ? reply(EthernetList{std::move(*names)}) : failed(names.error());
                          },
                      },
                      request.body);
}

bool Worker::answer(const ReceivedPacket& packet) {
    if (packet.sender != options_.allowed_uid) {
        spdlog::error("message of uid {} ignored", packet.sender ? std::to_string(*packet.sender) : "unknown");
        return true;
    }
    const auto request = protocol::decode_request(packet.bytes);
    if (!request) {
        spdlog::error("malformed message of {} bytes ignored", packet.bytes.size());
        return true;
    }
    if (request->generation != generation_)
        return send(encode(protocol::Reply{
            request->id, protocol::Failed{win32_invalid_parameter, "meant for an earlier worker of the net helper"}}));
    return carry_out(*request);
}

WorkerEnd Worker::run() {
    drain();
    if (!send(encode(protocol::Hello{protocol::version, generation_}))) return end_;
    ReceivedPacket packet;
    while (wait_for(POLLIN) == Wait::Socket) {
        switch (receive_packet(descriptors_.socket, packet, false)) {
            case ReceiveStatus::Received:
                if (!answer(packet)) return end_;
                break;
            case ReceiveStatus::WouldBlock: break;
            case ReceiveStatus::EndOfFile: return WorkerEnd::ClientGone;
            case ReceiveStatus::Bad: spdlog::error("message too long, or with descriptors, ignored"); break;
            case ReceiveStatus::Failed:
                throw std::system_error(errno, std::generic_category(), "message of the manager");
        }
    }
    return WorkerEnd::Stopped;
}

/// The signals that end the worker become readable instead of interrupting.
UniqueFd end_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
    return UniqueFd(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

}  // namespace

WorkerEnd run_worker(const HelperOptions& options, const WorkerDescriptors& descriptors) {
    std::optional<Machine> machine;
    try {
        const auto signals = end_signals();
        const int on = 1;
        ::setsockopt(descriptors.socket, SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
        confine_worker();
        machine.emplace(options, descriptors.resolvconf);
        machine->undo_everything();
        auto end = WorkerEnd::Stopped;
        try {
            end = Worker(options, descriptors, *machine, signals.get()).run();
        } catch (const std::exception& error) {
            spdlog::critical("net helper's worker: {}", error.what());
            end = WorkerEnd::Failed;
        }
        if (machine->undo_everything()) return end;
        return end == WorkerEnd::ClientGone ? WorkerEnd::LeftOver : WorkerEnd::Failed;
    } catch (const std::exception& error) {
        spdlog::critical("net helper's worker: {}", error.what());
        return WorkerEnd::Failed;
    }
}

int run_cleanup(const HelperOptions& options, int resolvconf) {
    try {
        confine_worker();
        Machine machine(options, resolvconf);
        return machine.undo_everything() ? 0 : 1;
    } catch (const std::exception& error) {
        spdlog::critical("cleanup: {}", error.what());
        return 1;
    }
}

}  // namespace openras::net
