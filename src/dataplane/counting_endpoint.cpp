// An endpoint without a device: dials at scale and tests count what a TUN would have got.
#include "dataplane/forwarder.h"
#include "dataplane/ingress.h"

namespace openras::dataplane {
namespace {

class CountingEndpoint final : public Endpoint {
  public:
    void deliver(FrameBatch frames) override {
        for (const ConstBytes frame : frames) {
            const auto packet = packet_of_frame(frame, allowed_);
            if (!packet) {
                ++counters_.received.dropped;
                continue;
            }
            ++counters_.received.packets;
            counters_.received.bytes += packet->size();
        }
    }
    void start(media::Link&, std::uint16_t, bool allow_ipv4, bool allow_ipv6) override {
        allowed_ = {allow_ipv4, allow_ipv6};
    }
    void stop() override { allowed_ = {}; }
    [[nodiscard]] Counters counters() const override { return counters_; }

  private:
    AllowedFamilies allowed_;
    Counters counters_;
};

}  // namespace

std::unique_ptr<Endpoint> make_counting_endpoint() {
    return std::make_unique<CountingEndpoint>();
}

}  // namespace openras::dataplane
