// The counters of a connection and of its links. Source: RasGetConnectionStatistics, RasGetLinkStatistics,
// RasClearConnectionStatistics, RasClearLinkStatistics (ras.h).
#include <ras.h>

#include <limits>

#include "api/accepted_sizes.h"
#include "api/buffer.h"
#include "api/guard.h"
#include "api/process.h"
#include "api/text.h"

namespace openras::api {

namespace {

/// Counters go round at 32 bits, as those of an interface do.
DWORD wrapped(std::uint64_t value) {
    return static_cast<DWORD>(value);
}

DWORD at_most(std::uint64_t value) {
    return static_cast<DWORD>(std::min<std::uint64_t>(value, std::numeric_limits<DWORD>::max()));
}

/// @param subentry the link, 0 = all of the connection
DWORD get_statistics(HRASCONN connection, std::uint32_t subentry, RAS_STATS* statistics) {
    if (statistics == nullptr || connection == nullptr) return E_INVALIDARG;
    const std::uint32_t size = size_field(statistics);
    if (!is_accepted_size<RAS_STATS>(size)) return E_INVALIDARG;
    const std::uint32_t handle = to_handle(connection);
    if (handle == 0) return ERROR_INVALID_HANDLE;
    auto reply = Process::instance().call<bus::LinkRequest, bus::StatisticsReply>(bus::method::get_statistics,
                                                                                  {handle, subentry});
    if (!reply) return reply.error().code;
    if (reply->error != 0) return reply->error;
    RAS_STATS made;
    std::memset(&made, 0, sizeof made);
    made.dwSize = size;
    made.dwBytesXmited = wrapped(reply->bytes_sent);
    made.dwBytesRcved = wrapped(reply->bytes_received);
    made.dwFramesXmited = wrapped(reply->frames_sent);
    made.dwFramesRcved = wrapped(reply->frames_received);
    made.dwCrcErr = wrapped(reply->crc_errors);
    made.dwTimeoutErr = wrapped(reply->timeout_errors);
    made.dwAlignmentErr = wrapped(reply->alignment_errors);
    made.dwHardwareOverrunErr = wrapped(reply->hardware_overruns);
    made.dwFramingErr = wrapped(reply->framing_errors);
    made.dwBufferOverrunErr = wrapped(reply->buffer_overruns);
    made.dwCompressionRatioIn = reply->compression_in;
    made.dwCompressionRatioOut = reply->compression_out;
    made.dwBps = at_most(reply->bits_per_second);
    made.dwConnectDuration = wrapped(reply->connected_ms);
    std::memcpy(statistics, &made, size);
    return 0;
}

DWORD clear_statistics(HRASCONN connection, std::uint32_t subentry) {
    const std::uint32_t handle = to_handle(connection);
    if (handle == 0) return ERROR_INVALID_HANDLE;
    auto reply =
        Process::instance().call<bus::LinkRequest, bus::ErrorReply>(bus::method::clear_statistics, {handle, subentry});
    return reply ? reply->error : reply.error().code;
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasGetConnectionStatistics(HRASCONN hrasconn, RAS_STATS* lpStatistics) {
    return guarded([&] { return get_statistics(hrasconn, 0, lpStatistics); });
}

DWORD RasGetLinkStatistics(HRASCONN hrasconn, DWORD dwSubEntry, RAS_STATS* lpStatistics) {
    return guarded([&] { return dwSubEntry == 0 ? E_INVALIDARG : get_statistics(hrasconn, dwSubEntry, lpStatistics); });
}

DWORD RasClearConnectionStatistics(HRASCONN hrasconn) {
    return guarded([&] {
        const DWORD error = clear_statistics(hrasconn, 0);
        return error == ERROR_NO_CONNECTION ? 0 : error;  // nothing has been counted yet
    });
}

DWORD RasClearLinkStatistics(HRASCONN hrasconn, DWORD dwSubEntry) {
    return guarded(
        [&]() -> DWORD { return dwSubEntry == 0 ? ERROR_INVALID_PARAMETER : clear_statistics(hrasconn, dwSubEntry); });
}
