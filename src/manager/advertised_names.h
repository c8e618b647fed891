// The name servers and search domains that the routers of one link advertise, each for its lifetime (RFC 8106 sections
// 5 and 6). Without I/O and without a clock.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "dataplane/router_advertisement.h"

namespace openras::manager {

class AdvertisedNames {
  public:
    static constexpr std::size_t most_servers = 3;  ///< what the C library asks (resolv.conf(5), MAXNS)
    static constexpr std::size_t most_domains = 4;
    /// Applying what has changed is root's work, and a peer may change it in every packet.
    /// So one every ten seconds in the long run, and a few at once.
    static constexpr Duration between_changes = std::chrono::seconds(10);
    static constexpr int changes_at_once = 4;

    using Server = std::array<std::uint8_t, 16>;

    /// What one advertisement says comes first, in its order; what earlier ones said and has not expired follows.
    void take(const dataplane::RouterAdvertisement& advertisement, TimePoint now);
    /// Everything goes: the network protocol has.
    void forget();

    /// When changed() is to be asked again; also after take().
    [[nodiscard]] std::optional<TimePoint> next_deadline() const;
    /// Whether servers() and domains() are others than at its last true answer, and may be told.
    bool changed(TimePoint now);
    /// As of the last true answer of changed(), or forget().
    [[nodiscard]] const std::vector<Server>& servers() const { return told_.servers; }
    [[nodiscard]] const std::vector<std::string>& domains() const { return told_.domains; }

  private:
    template <typename Value>
    struct Kept {
        Value value{};
        std::optional<TimePoint> until;  ///< none = for ever
    };
    struct Told {
        std::vector<Server> servers;
        std::vector<std::string> domains;
        bool operator==(const Told&) const = default;
    };

    [[nodiscard]] Told now_valid() const;
    [[nodiscard]] std::optional<TimePoint> not_before() const;
    void expire(TimePoint now);

    std::vector<Kept<Server>> servers_;
    std::vector<Kept<std::string>> domains_;
    Told told_;
    std::optional<TimePoint> spent_until_;  ///< what the changes told so far have used up of the time
};

}  // namespace openras::manager
