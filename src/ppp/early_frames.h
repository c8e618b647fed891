// Frames of a phase that has not begun: kept until it begins, within a bound, so that a dial can stand still between
// two phases without the peer's first words of the next one being lost. Of each protocol and code only the newest is
// kept (a peer that repeats itself fills nothing), and nothing is allocated while it is empty.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/bytes.h"

namespace openras::ppp {

class EarlyFrames {
  public:
    static constexpr std::size_t most_frames = 8;
    static constexpr std::size_t largest_frame = 2048;  ///< bytes

    struct Frame {
        std::uint16_t protocol;
        ByteVector packet;  ///< without the protocol field
    };

    /// False where the bound is reached and the frame is lost.
    bool keep(std::uint16_t protocol, ConstBytes packet);
    /// Takes out the frames whose protocol `wanted` accepts, oldest first.
    template <typename Wanted>
    std::vector<Frame> take(Wanted wanted) {
        std::vector<Frame> out;
        if (!frames_) return out;
        std::vector<Frame> rest;
        for (auto& frame : *frames_) (wanted(frame.protocol) ? out : rest).push_back(std::move(frame));
        if (rest.empty())
            frames_.reset();
        else
            *frames_ = std::move(rest);
        return out;
    }
    void clear() { frames_.reset(); }
    [[nodiscard]] std::size_t size() const { return frames_ ? frames_->size() : 0; }

  private:
    std::unique_ptr<std::vector<Frame>> frames_;
};

}  // namespace openras::ppp
