// A growing batch of PPP frames and the scratch memory for the headers made anew for them; cleared and used again, so
// that in steady state nothing is allocated.
#pragma once

#include <cassert>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/packet.h"

namespace openras::dataplane {

class FrameList {
  public:
    static constexpr std::size_t kMostScratch = 4096;

    /// `size` (at most kMostScratch) bytes that stay where they are until clear().
    Bytes scratch(std::size_t size) {
        assert(size <= kMostScratch);
        if (kBlockSize - used_ < size || blocks_.empty()) next_block();
        const Bytes result{blocks_[block_].get() + used_, size};
        used_ += size;
        return result;
    }
    void add(ConstBytes head, ConstBytes body) { frames_.push_back({head, body}); }

    [[nodiscard]] PacketBatch frames() const { return frames_; }
    [[nodiscard]] std::size_t size() const { return frames_.size(); }
    [[nodiscard]] bool empty() const { return frames_.empty(); }
    void clear() {
        frames_.clear();
        block_ = 0;
        used_ = 0;
    }

  private:
    static constexpr std::size_t kBlockSize = 32 * 1024;

    void next_block() {
        if (!blocks_.empty()) ++block_;
        if (block_ == blocks_.size()) blocks_.push_back(std::make_unique_for_overwrite<std::uint8_t[]>(kBlockSize));
        used_ = 0;
    }

    std::vector<Packet> frames_;
    std::vector<std::unique_ptr<std::uint8_t[]>> blocks_;
    std::size_t block_ = 0;
    std::size_t used_ = 0;
};

}  // namespace openras::dataplane
