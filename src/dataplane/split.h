// Makes what a TUN gave in one read into PPP frames for a link: super-packets are cut into segments as the kernel's own
// segmentation does (Documentation/networking/segmentation-offloads of the kernel), checksums that it left open are
// completed.
#pragma once

#include <cstdint>

#include "dataplane/frame_list.h"
#include "dataplane/virtio_header.h"

namespace openras::dataplane {

/// Appends the frames of one packet, each beginning with its two-byte PPP protocol field. Payloads stay where they are:
/// `packet` must live as long as the frames, and is changed (checksum, MSS of a SYN).
/// @param mtu  most bytes of one IP packet
/// @return false, and nothing appended, if the packet is malformed or does not fit the link
bool split(const VirtioHeader& header, Bytes packet, std::uint16_t mtu, FrameList& out);

}  // namespace openras::dataplane
