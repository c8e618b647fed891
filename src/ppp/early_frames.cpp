#include "ppp/early_frames.h"

namespace openras::ppp {

bool EarlyFrames::keep(std::uint16_t protocol, ConstBytes packet) {
    if (packet.empty() || packet.size() > largest_frame) return false;
    if (!frames_) frames_ = std::make_unique<std::vector<Frame>>();
    std::erase_if(*frames_, [&](const Frame& frame) {
        return frame.protocol == protocol && frame.packet.front() == packet.front();
    });
    if (frames_->size() >= most_frames) return false;
    frames_->push_back({protocol, ByteVector(packet.begin(), packet.end())});
    return true;
}

}  // namespace openras::ppp
