// One PPPoE session as a link: who the peer is, who takes its frames, and nothing else; buffers belong to the port.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "media/link.h"
#include "media/pppoe/discovery_client.h"

namespace openras::pppoe {

class PortCore;

class PppoeLink final : public media::Link {
  public:
    enum class Side : std::uint8_t { Client, Server };

    /// Registers with the port; a link of the same session that is still there is told that it is over.
    PppoeLink(std::shared_ptr<PortCore> port, const SessionInfo& session, Side side);
    ~PppoeLink() override;
    PppoeLink(const PppoeLink&) = delete;
    PppoeLink& operator=(const PppoeLink&) = delete;

    void send(PacketBatch frames) override;
    /// The first receiver also gets the few frames (at most early_frames) that came before it: a server begins LCP at
    /// once, and its first Configure-Request lost costs a restart timer. They, and an end that came early, are handed
    /// over from the reactor, never from inside this call.
    void set_receiver(media::LinkReceiver* receiver) override;
    void hang_up() override;
    void abandon() override;
    [[nodiscard]] std::uint16_t mtu() const override { return mtu_; }
    [[nodiscard]] std::chrono::nanoseconds round_trip() const override { return round_trip_; }
    [[nodiscard]] std::string describe() const override;

    [[nodiscard]] const SessionKey& key() const { return key_; }
    [[nodiscard]] Side side() const { return side_; }
    /// Whether a frame has ever arrived on it.
    [[nodiscard]] bool heard() const { return heard_; }

    static constexpr std::size_t early_frames = 4;

  private:
    friend class PortCore;

    /// What came before the first receiver.
    struct Early {
        PppoeLink* link = nullptr;  ///< null once the link is gone or this was handed over
        std::vector<ByteVector> frames;
        std::optional<RasError> end;
    };

    // The port's side.
    void deliver(FrameBatch frames);
    void end(const RasError& error);

    Early& early();
    /// @return false if nothing may follow: the link has ended, or the receiver has destroyed it
    bool hand_over_early();

    std::shared_ptr<PortCore> port_;
    media::LinkReceiver* receiver_ = nullptr;
    std::shared_ptr<Early> early_;
    std::string ac_name_;
    SessionKey key_;
    std::uint16_t mtu_;
    Duration round_trip_;
    Side side_;
    bool open_ = true;
    bool had_receiver_ = false;
    bool heard_ = false;
    std::uint16_t group_ = 0;        ///< the port's, while it sorts a batch
    std::uint32_t group_batch_ = 0;  ///< the batch in which `group_` holds
};

}  // namespace openras::pppoe
