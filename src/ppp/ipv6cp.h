// The IPv6 Control Protocol (RFC 5072): one option, the interface identifier.
#pragma once

#include "ppp/control_protocol.h"

namespace openras::ppp {

class Ipv6cp final : public OptionProtocol<Ipv6cp> {
  public:
    Ipv6cp(Context& context, LayerObserver& observer) : OptionProtocol(protocol_ipv6cp, context, observer) {}

    static std::span<const Option<Ipv6cp>> table();
    void forget_peer() { peer_ = {}; }

    /// The identifier that we would like; zero = a random one.
    void set(const InterfaceId& wanted) { wanted_ = wanted; }
    [[nodiscard]] Ipv6Result result() const { return {local_, peer_}; }
    [[nodiscard]] RasError refusal() const override;

  protected:
    void reset() override;
    [[nodiscard]] bool impossible() const override { return refused_; }

  private:
    bool ask_id(ByteWriter& value) const;
    Verdict judge_id(ConstBytes value, ByteWriter& better);
    void id_naked(ConstBytes value);
    void id_rejected();
    InterfaceId random_id();

    InterfaceId wanted_{};
    InterfaceId local_{};
    InterfaceId peer_{};
    bool refused_ = false;
};

}  // namespace openras::ppp
