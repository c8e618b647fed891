// The Internet Protocol Control Protocol (RFC 1332) with name servers (RFC 1877) as an option table. Van Jacobson
// compression and the obsolete IP-Addresses option are refused.
#pragma once

#include "ppp/control_protocol.h"

namespace openras::ppp {

class Ipcp final : public OptionProtocol<Ipcp> {
  public:
    Ipcp(Context& context, LayerObserver& observer) : OptionProtocol(protocol_ipcp, context, observer) {}

    static std::span<const Option<Ipcp>> table();
    void forget_peer() {
        peer_ = {};
        peer_named_ = peer_unusable_ = false;
    }
    void demand_missing(ByteWriter& naks);

    /// What to ask for and to give; before the negotiation begins.
    void set(const Ipv4Settings& settings) { settings_ = settings; }
    /// What has been agreed; valid while opened.
    [[nodiscard]] Ipv4Result result() const;
    [[nodiscard]] RasError refusal() const override;
    /// Client: the server's last request names an address that no host can have.
    [[nodiscard]] bool peer_unusable() const { return peer_unusable_; }
    /// Whether a host can have it: not in 0.0.0.0/8, loopback, multicast, reserved or broadcast (RFC 6890, RFC 1112).
    static bool usable(const Ipv4Address& address) { return address[0] != 0 && address[0] != 127 && address[0] < 224; }

  protected:
    void reset() override;
    [[nodiscard]] bool impossible() const override { return refused_; }

  private:
    bool ask_address(ByteWriter& value) const;
    Verdict judge_address(ConstBytes value, ByteWriter& better);
    void address_naked(ConstBytes value);
    void address_rejected();
    template <int Which>
    bool ask_dns(ByteWriter& value) const;
    template <int Which>
    Verdict judge_dns(ConstBytes value, ByteWriter& better);
    template <int Which>
    void dns_naked(ConstBytes value);
    template <int Which>
    void dns_rejected();
    Ipv4Address& our_dns(int which) { return which == 0 ? settings_.dns_primary : settings_.dns_secondary; }

    Ipv4Settings settings_;
    Ipv4Address local_{};
    Ipv4Address peer_{};
    Ipv4Address dns_[2]{};
    bool ask_local_ = true;
    bool ask_dns_[2] = {true, true};
    bool refused_ = false;
    bool peer_named_ = false;  ///< the peer's request names an address
    bool peer_unusable_ = false;
    std::uint8_t idle_dns_naks_[2] = {0, 0};
    std::uint8_t idle_address_naks_ = 0;
};

}  // namespace openras::ppp
