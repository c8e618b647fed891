// Time as the protocol cores see it: a point handed in by the caller, never read from a clock inside a core, so that
// unit tests and fuzzers run hours of protocol in milliseconds.
#pragma once

#include <chrono>

namespace openras {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;
using Duration = Clock::duration;

}  // namespace openras
