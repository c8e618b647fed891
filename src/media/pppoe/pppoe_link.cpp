#include "media/pppoe/pppoe_link.h"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <utility>

#include "media/pppoe/port_core.h"

namespace openras::pppoe {

PppoeLink::PppoeLink(std::shared_ptr<PortCore> port, const SessionInfo& session, Side side)
    : port_(std::move(port)),
      ac_name_(session.ac_name),
      key_(session.key),
      mtu_(session.mtu),
      round_trip_(session.round_trip),
      side_(side) {
    port_->add(*this);
}

PppoeLink::~PppoeLink() {
    hang_up();
    if (early_) early_->link = nullptr;  // one that the peer had ended
}

void PppoeLink::send(PacketBatch frames) {
    if (open_) port_->send(key_, frames);
}

void PppoeLink::hang_up() {
    if (!open_) return;
    port_->send_padt(key_, {});
    abandon();
}

void PppoeLink::abandon() {
    if (!open_) return;
    open_ = false;
    if (early_) early_->link = nullptr;
    early_.reset();
    port_->remove(*this);
}

std::string PppoeLink::describe() const {
    if (side_ == Side::Server) return fmt::format("session {}, client {}", key_.session_id, to_text(key_.peer));
    return fmt::format("session {}, AC \"{}\" ({})", key_.session_id, ac_name_, to_text(key_.peer));
}

void PppoeLink::set_receiver(media::LinkReceiver* receiver) {
    receiver_ = receiver;
    if (!receiver) return;
    had_receiver_ = true;
    if (!early_) return;
    boost::asio::post(port_->executor(), [early = early_] {
        if (early->link && early->link->receiver_) early->link->hand_over_early();
    });
}

PppoeLink::Early& PppoeLink::early() {
    if (!early_) {
        early_ = std::make_shared<Early>();
        early_->link = this;
    }
    return *early_;
}

bool PppoeLink::hand_over_early() {
    const auto early = std::exchange(early_, nullptr);
    const auto frames = std::exchange(early->frames, {});
    if (!frames.empty()) {
        std::vector<ConstBytes> views(frames.begin(), frames.end());
        early_ = early;  // so that the destructor tells us
        receiver_->frames(views);
        if (!early->link) return false;
        early_.reset();
    }
    early->link = nullptr;
    if (early->end && receiver_) {
        receiver_->link_down(*early->end);
        return false;  // nothing follows
    }
    return true;
}

void PppoeLink::deliver(FrameBatch frames) {
    heard_ = true;
    if (!receiver_) {
        if (had_receiver_) return;
        auto& kept = early().frames;
        for (const ConstBytes frame : frames)
            if (kept.size() < early_frames) kept.emplace_back(frame.begin(), frame.end());
        return;
    }
    if (early_ && !hand_over_early()) return;
    if (receiver_) receiver_->frames(frames);
}

void PppoeLink::end(const RasError& error) {
    if (!open_) return;
    open_ = false;
    port_->remove(*this);
    if (early_ || !had_receiver_)
        early().end = error;
    else if (receiver_)
        receiver_->link_down(error);
}

}  // namespace openras::pppoe
