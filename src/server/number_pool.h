// Numbers handed out once each: addresses and IPv6 subnets. What comes back is given out again only when all others
// have been used, so that a client that dials again does not get a stranger's traffic.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace openras::server {

class NumberPool {
  public:
    /// Hands out `first` to `last`, both included, less `reserved`.
    NumberPool(std::uint32_t first, std::uint32_t last, std::vector<std::uint32_t> reserved = {})
        : next_(first), last_(last), reserved_(std::move(reserved)) {}

    std::optional<std::uint32_t> take() {
        while (next_ <= last_) {
            const auto number = static_cast<std::uint32_t>(next_++);
            bool free = true;
            for (const std::uint32_t mine : reserved_) free = free && mine != number;
            if (free) return number;
        }
        if (returned_.empty()) return std::nullopt;
        const std::uint32_t number = returned_.front();
        returned_.pop_front();
        return number;
    }
    void give_back(std::uint32_t number) { returned_.push_back(number); }

  private:
    std::uint64_t next_;
    std::uint64_t last_;
    std::vector<std::uint32_t> reserved_;
    std::deque<std::uint32_t> returned_;
};

}  // namespace openras::server
