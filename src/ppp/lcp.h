// The Link Control Protocol (RFC 1661 sections 5 and 6) as an option table, with echo, Protocol-Reject and the finding
// of loops by the magic number.
#pragma once

#include "ppp/control_protocol.h"

namespace openras::ppp {

class Lcp final : public OptionProtocol<Lcp> {
  public:
    Lcp(Context& context, LayerObserver& observer);

    static std::span<const Option<Lcp>> table();
    void forget_peer();

    /// What has been agreed; valid while opened.
    [[nodiscard]] LcpResult result() const;
    /// True where the two sides' authentication methods did not meet.
    [[nodiscard]] bool authentication_disagreed() const { return auth_disagreed_; }
    [[nodiscard]] bool local_pfc() const { return pfc_; }
    [[nodiscard]] RasError refusal() const override;

    void send_echo_request();
    /// @param frame  the rejected frame from its protocol field on
    void send_protocol_reject(std::uint16_t protocol, ConstBytes information);

  protected:
    void reset() override;
    [[nodiscard]] bool impossible() const override;
    bool extra(const ControlPacket& packet, TimePoint now) override;
    void code_rejected(std::uint8_t code) override;

  private:
    bool ask_mru(ByteWriter& value) const;
    Verdict judge_mru(ConstBytes value, ByteWriter& better);
    void mru_naked(ConstBytes value);
    void mru_rejected();
    bool ask_auth(ByteWriter& value) const;
    Verdict judge_auth(ConstBytes value, ByteWriter& better);
    void auth_naked(ConstBytes value);
    void auth_rejected();
    bool ask_magic(ByteWriter& value) const;
    Verdict judge_magic(ConstBytes value, ByteWriter& better);
    void magic_naked(ConstBytes value);
    void magic_rejected();
    bool ask_pfc(ByteWriter& value) const;
    bool ask_acfc(ByteWriter& value) const;
    Verdict judge_pfc(ConstBytes value, ByteWriter& better);
    Verdict judge_acfc(ConstBytes value, ByteWriter& better);
    void pfc_naked(ConstBytes value);
    void acfc_naked(ConstBytes value);
    void pfc_rejected();
    void acfc_rejected();
    std::uint32_t new_magic();
    void own_magic_seen(TimePoint now);
    [[nodiscard]] bool looped() const;

    // What we ask for now.
    std::uint16_t mru_ = 0;        ///< 0 = not asked for
    std::uint8_t auth_index_ = 0;  ///< server: into Config::auth_methods
    std::uint8_t loops_ = 0;
    std::uint8_t idle_mru_naks_ = 0;  ///< Naks of our MRU that named none that we can take
    bool pfc_ = false;
    bool acfc_ = false;
    bool auth_disagreed_ = false;
    bool auth_refused_ = false;
    std::uint32_t magic_ = 0;  ///< 0 = not asked for
    // What the peer has asked for.
    std::uint16_t peer_mru_ = default_mru;
    bool peer_pfc_ = false;
    bool peer_acfc_ = false;
    std::optional<AuthMethod> peer_auth_;
    std::uint32_t peer_magic_ = 0;
};

}  // namespace openras::ppp
