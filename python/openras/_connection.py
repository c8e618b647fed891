"""Connections that are there, by whomever they were dialled."""

from __future__ import annotations

import asyncio
import ctypes
import datetime
import enum
import ipaddress
import types
import uuid
from dataclasses import dataclass
from typing import TypeVar

from . import _native
from ._errors import RasError, check, error_text
from ._states import State

_Projection = TypeVar("_Projection", _native.RASPPPIP, _native.RASPPPIPV6)


@dataclass(frozen=True)
class Status:
    state: State
    error: int  #: why it failed or dropped, else 0
    device_type: str  #: "PPPoE"; "" before ConnectDevice
    device: str
    phone_number: str


@dataclass(frozen=True)
class IPv4:
    address: ipaddress.IPv4Address
    server: ipaddress.IPv4Address | None  #: the other end, where it told


@dataclass(frozen=True)
class IPv6:
    """The link-local addresses that the two ends have agreed on."""

    address: ipaddress.IPv6Address
    server: ipaddress.IPv6Address


class EndedBy(enum.IntEnum):
    Nobody = 0  #: it has not ended
    User = 1
    Peer = 2
    Line = 3
    EchoLoss = 4
    Manager = 5
    TimeLimit = 6


@dataclass(frozen=True)
class Cause:
    state: State  #: in which it happened
    error: int
    ended_by: EndedBy
    peer_text: str  #: the peer's own words, or ""
    detail: str  #: what exactly happened, in ours


@dataclass(frozen=True)
class Statistics:
    """Counters since the connection was made, or since this process cleared them. They go round at 2**32."""

    bytes_sent: int
    bytes_received: int
    frames_sent: int
    frames_received: int
    errors: int  #: damaged or lost frames of every kind
    bits_per_second: int
    duration: datetime.timedelta


class Connection:
    """A connection. As a context manager, also an asynchronous one, it is hung up at the end.

    It stays up when this object goes and when the process ends. Methods raise RasError; 6 means that it is gone.
    """

    def __init__(self, handle: int, entry: str = "", phonebook: str = "", device_type: str = "", device: str = "",
                 guid: uuid.UUID | None = None) -> None:
        self.handle = handle
        self.entry = entry
        self.phonebook = phonebook
        self.device_type = device_type
        self.device = device
        self.guid = guid

    def __repr__(self) -> str:
        return f"<openras.Connection {self.handle:#x} {self.entry!r}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Connection) and other.handle == self.handle

    def __hash__(self) -> int:
        return hash(self.handle)

    def status(self) -> Status:
        found = _native.RASCONNSTATUS.made()
        check(_native.library.RasGetConnectStatusA(self.handle, found))
        text = _native.text
        return Status(State(found.rasconnstate), found.dwError, text(found.szDeviceType), text(found.szDeviceName),
                      text(found.szPhoneNumber))

    def ipv4(self) -> IPv4:
        """From Projected on; 731 where IPv4 was not negotiated, with the reason in `detail`."""
        found = self._projection(_native.RASP_PPP_IP, _native.RASPPPIP)
        server = found.szServerIpAddress.decode()
        return IPv4(ipaddress.IPv4Address(found.szIpAddress.decode()), ipaddress.IPv4Address(server) if server else None)

    def ipv6(self) -> IPv6:
        """From Projected on; 731 where IPv6 was not negotiated, with the reason in `detail`."""
        found = self._projection(_native.RASP_PPP_IPV6, _native.RASPPPIPV6)

        def link_local(identifier: ctypes.Array[ctypes.c_uint8]) -> ipaddress.IPv6Address:
            return ipaddress.IPv6Address(b"\xfe\x80" + bytes(6) + bytes(identifier))

        return IPv6(link_local(found.bLocalInterfaceIdentifier), link_local(found.bPeerInterfaceIdentifier))

    def cause(self) -> Cause:
        """Why it failed or dropped. It is known for 60 s, and as long as this process holds the connection."""
        found = _native.RASDISCONNECTCAUSE(dwSize=ctypes.sizeof(_native.RASDISCONNECTCAUSE))
        check(_native.library.RasGetDisconnectCause(self.handle, found))
        return Cause(State(found.rasconnstate), found.dwError, EndedBy(found.dwEndedBy), _native.text(found.szPeerText),
                     _native.text(found.szDetail))

    def statistics(self) -> Statistics:
        s = _native.RAS_STATS.made()
        check(_native.library.RasGetConnectionStatistics(self.handle, s))
        errors = (s.dwCrcErr + s.dwTimeoutErr + s.dwAlignmentErr + s.dwHardwareOverrunErr + s.dwFramingErr
                  + s.dwBufferOverrunErr)
        return Statistics(s.dwBytesXmited, s.dwBytesRcved, s.dwFramesXmited, s.dwFramesRcved, errors, s.dwBps,
                          datetime.timedelta(milliseconds=s.dwConnectDuration))

    def clear_statistics(self) -> None:
        """For this process alone."""
        check(_native.library.RasClearConnectionStatistics(self.handle))

    def hang_up(self) -> None:
        """Releases this process's reference, or ends a connection of which it has none. Returns when it is gone, in at
        most 5 s."""
        check(_native.library.RasHangUpA(self.handle))

    async def hang_up_async(self) -> None:
        """hang_up() that lets the event loop go on."""
        await asyncio.to_thread(self.hang_up)

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: types.TracebackType | None) -> None:
        with _gone_already_is_fine():
            self.hang_up()

    async def __aenter__(self) -> Connection:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        traceback: types.TracebackType | None) -> None:
        with _gone_already_is_fine():
            await self.hang_up_async()

    def _projection(self, protocol: int, structure: type[_Projection]) -> _Projection:
        found = structure.made()
        size = _native.DWORD(found.dwSize)
        check(_native.library.RasGetProjectionInfoA(self.handle, protocol, ctypes.byref(found), ctypes.byref(size)))
        if found.dwError:  # why it came to nothing; what the caller asked for is not there, whatever the reason
            raise RasError(_native.ERROR_PROTOCOL_NOT_CONFIGURED, detail=error_text(found.dwError))
        return found


class _gone_already_is_fine:
    """What ended by itself, or was hung up inside the block, needs no hang-up."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: object) -> bool:
        return isinstance(error, RasError) and error.number == 6


def connections() -> list[Connection]:
    """The connections that are up or being dialled: one's own; of everybody for root and the group openras."""
    error, found = _native.enumerate_array(_native.library.RasEnumConnectionsA, _native.RASCONN)
    check(error)
    text = _native.text
    return [Connection(one.hrasconn, text(one.szEntryName), text(one.szPhonebook), text(one.szDeviceType),
                       text(one.szDeviceName), _native.guid(one.guidEntry)) for one in found]
