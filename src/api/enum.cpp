// RasEnumConnections: what is connected, and what the caller is dialling. Source: RasEnumConnections (ras.h).
#include <ras.h>

#include "api/accepted_sizes.h"
#include "api/buffer.h"
#include "api/guard.h"
#include "api/process.h"
#include "api/text.h"

namespace openras::api {

namespace {

/// A GUID from 32 hexadecimal digits: its 16 bytes as they lie in memory.
GUID guid_from(const std::string& hex) {
    std::array<std::uint8_t, sizeof(GUID)> bytes{};
    for (std::size_t i = 0; i < bytes.size() && 2 * i + 1 < hex.size(); ++i)
        bytes[i] = static_cast<std::uint8_t>(std::strtoul(hex.substr(2 * i, 2).c_str(), nullptr, 16));
    GUID guid;
    std::memcpy(&guid, bytes.data(), sizeof guid);
    return guid;
}

/// The dial id, by which the log's lines are found, in the place of Windows' correlation id.
GUID correlation(const std::string& dial_id) {
    GUID guid{};
    std::memcpy(&guid, dial_id.data(), std::min(dial_id.size(), sizeof guid));
    return guid;
}

template <typename Traits>
DWORD enum_connections(typename Traits::Conn* array, DWORD* bytes, DWORD* count) {
    using Conn = typename Traits::Conn;
    if (bytes == nullptr || count == nullptr) return ERROR_INVALID_PARAMETER;
    auto reply = Process::instance().call<bus::EnumRequest, bus::EnumReply>(bus::method::enum_connections, {false},
                                                                            Process::AfterLoss::GoOn);
    if (!reply) return reply.error().code;
    if (reply->error != 0) return reply->error;
    return give_array(array, bytes, count, reply->connections.size(),
                      [&](std::size_t i, std::uint32_t size, Conn& made) {
                          const bus::ConnectionInfo& from = reply->connections[i];
                          made.hrasconn = to_hrasconn(from.handle);
                          put_text<Traits>(made.szEntryName, from.entry);
                          put_text<Traits>(made.szDeviceType, from.device_type);
                          put_text<Traits>(made.szDeviceName, from.device_name);
                          if (OPENRAS_HAS(Conn, size, szPhonebook)) put_text<Traits>(made.szPhonebook, from.phonebook);
                          if (OPENRAS_HAS(Conn, size, dwSubEntry)) made.dwSubEntry = 1;
                          if (OPENRAS_HAS(Conn, size, guidEntry)) made.guidEntry = guid_from(from.guid);
                          if (OPENRAS_HAS(Conn, size, dwFlags)) {
                              made.dwFlags = RASCF_OwnerKnown;
                              if (from.system_book) made.dwFlags |= RASCF_AllUsers;
                              if (from.owned) made.dwFlags |= RASCF_OwnerMatch;
                              made.luid.LowPart = from.owner_uid;
                          }
                          if (OPENRAS_HAS(Conn, size, guidCorrelationId))
                              made.guidCorrelationId = correlation(from.dial_id);
                      });
}

}  // namespace

}  // namespace openras::api

using namespace openras::api;

DWORD RasEnumConnectionsA(LPRASCONNA lprasconn, LPDWORD lpcb, LPDWORD lpcConnections) {
    return guarded([&] { return enum_connections<Ansi>(lprasconn, lpcb, lpcConnections); });
}
DWORD RasEnumConnectionsW(LPRASCONNW lprasconn, LPDWORD lpcb, LPDWORD lpcConnections) {
    return guarded([&] { return enum_connections<Wide>(lprasconn, lpcb, lpcConnections); });
}
