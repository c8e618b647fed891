"""librasapi32 as ctypes sees it: structures of ras.h in their A (UTF-8) form, prototypes, text in and out.

Nothing here is for applications.
"""

from __future__ import annotations

import ctypes
import os
import uuid
from collections.abc import Callable
from ctypes import POINTER, c_char, c_char_p, c_int32, c_size_t, c_uint8, c_uint32, c_void_p
from typing import Any, Self, TypeVar

DWORD = c_uint32
HANDLE = c_void_p  # HRASCONN and HRASCHANNEL

NOTIFIER_FUNC2 = 2
ERROR_BUFFER_TOO_SMALL = 603
ERROR_PROTOCOL_NOT_CONFIGURED = 731
RASP_PPP_IP = 0x8021
RASP_PPP_IPV6 = 0x8057
REN_ALL_USERS = 1

# DWORD RasDialFunc2(id, link, connection, message, state, error, extended error)
RasDialFunc2 = ctypes.CFUNCTYPE(DWORD, c_size_t, DWORD, HANDLE, c_uint32, c_int32, DWORD, DWORD)


class _Sized(ctypes.Structure):
    """A structure whose first member is its own size."""

    _pack_ = 4
    dwSize: int

    @classmethod
    def made(cls) -> Self:
        return cls(dwSize=ctypes.sizeof(cls))

    def wipe(self) -> None:
        """A password must not stay in freed memory."""
        ctypes.memset(ctypes.byref(self), 0, ctypes.sizeof(self))


_Array = TypeVar("_Array", bound=_Sized)


class RASDIALPARAMS(_Sized):
    _pack_ = 4
    _fields_ = [("dwSize", DWORD), ("szEntryName", c_char * 257), ("szPhoneNumber", c_char * 129),
                ("szCallbackNumber", c_char * 129), ("szUserName", c_char * 257), ("szPassword", c_char * 257),
                ("szDomain", c_char * 16), ("dwSubEntry", DWORD), ("dwCallbackId", c_size_t), ("dwIfIndex", DWORD),
                ("szEncPassword", c_void_p)]


class RASCREDENTIALS(_Sized):
    _pack_ = 4
    _fields_ = [("dwSize", DWORD), ("dwMask", DWORD), ("szUserName", c_char * 257), ("szPassword", c_char * 257),
                ("szDomain", c_char * 16)]


class RASCONN(_Sized):
    _pack_ = 4
    _fields_ = [("dwSize", DWORD), ("hrasconn", HANDLE), ("szEntryName", c_char * 257), ("szDeviceType", c_char * 17),
                ("szDeviceName", c_char * 129), ("szPhonebook", c_char * 260), ("dwSubEntry", DWORD),
                ("guidEntry", c_uint8 * 16), ("dwFlags", DWORD), ("luid", c_uint32 * 2),
                ("guidCorrelationId", c_uint8 * 16)]


class RASCONNSTATUS(_Sized):
    _pack_ = 4
    _fields_ = [("dwSize", DWORD), ("rasconnstate", c_int32), ("dwError", DWORD), ("szDeviceType", c_char * 17),
                ("szDeviceName", c_char * 129), ("szPhoneNumber", c_char * 129), ("localEndPoint", c_uint32 * 5),
                ("remoteEndPoint", c_uint32 * 5), ("rasconnsubstate", c_int32)]


class RASENTRYNAME(_Sized):
    _pack_ = 4
    _fields_ = [("dwSize", DWORD), ("szEntryName", c_char * 257), ("dwFlags", DWORD), ("szPhonebookPath", c_char * 261)]


class RASPPPIP(_Sized):
    _pack_ = 4
    _fields_ = [("dwSize", DWORD), ("dwError", DWORD), ("szIpAddress", c_char * 16), ("szServerIpAddress", c_char * 16),
                ("dwOptions", DWORD), ("dwServerOptions", DWORD)]


class RASPPPIPV6(_Sized):
    _pack_ = 4
    _fields_ = [("dwSize", DWORD), ("dwError", DWORD), ("bLocalInterfaceIdentifier", c_uint8 * 8),
                ("bPeerInterfaceIdentifier", c_uint8 * 8), ("bLocalCompressionProtocol", c_uint8 * 2),
                ("bPeerCompressionProtocol", c_uint8 * 2)]


class RASDISCONNECTCAUSE(ctypes.Structure):
    _fields_ = [("dwSize", DWORD), ("rasconnstate", c_int32), ("dwError", DWORD), ("dwEndedBy", DWORD),
                ("szPeerText", c_char * 1024), ("szDetail", c_char * 1024)]


class RAS_STATS(_Sized):
    _pack_ = 4
    _fields_ = [(name, DWORD) for name in (
        "dwSize", "dwBytesXmited", "dwBytesRcved", "dwFramesXmited", "dwFramesRcved", "dwCrcErr", "dwTimeoutErr",
        "dwAlignmentErr", "dwHardwareOverrunErr", "dwFramingErr", "dwBufferOverrunErr", "dwCompressionRatioIn",
        "dwCompressionRatioOut", "dwBps", "dwConnectDuration")]


def _load() -> ctypes.CDLL:
    library = ctypes.CDLL(os.environ.get("OPENRAS_LIBRARY", "librasapi32.so.0"))
    p = POINTER
    prototypes: tuple[tuple[str, list[Any]], ...] = (
        ("RasHangUpA", [HANDLE]),
        ("RasBeginHangUp", [HANDLE]),
        ("RasGetConnectStatusA", [HANDLE, p(RASCONNSTATUS)]),
        ("RasEnumConnectionsA", [p(RASCONN), p(DWORD), p(DWORD)]),
        ("RasEnumEntriesA", [c_char_p, c_char_p, p(RASENTRYNAME), p(DWORD), p(DWORD)]),
        ("RasGetCredentialsA", [c_char_p, c_char_p, p(RASCREDENTIALS)]),
        ("RasSetCredentialsA", [c_char_p, c_char_p, p(RASCREDENTIALS), c_int32]),
        ("RasGetErrorStringA", [c_uint32, c_char_p, DWORD]),
        ("RasGetProjectionInfoA", [HANDLE, c_int32, c_void_p, p(DWORD)]),
        ("RasGetDisconnectCause", [HANDLE, p(RASDISCONNECTCAUSE)]),
        ("RasGetConnectionStatistics", [HANDLE, p(RAS_STATS)]),
        ("RasClearConnectionStatistics", [HANDLE]),
        ("RasConnectionNotificationA", [HANDLE, c_void_p, DWORD]),
        ("RasChannelOpen", [p(HANDLE)]),
        ("RasChannelClose", [HANDLE]),
        ("RasChannelFd", [HANDLE, p(ctypes.c_int)]),
        ("RasChannelPumpOne", [HANDLE, DWORD, p(DWORD)]),
        ("RasChannelDialA", [HANDLE, c_void_p, c_char_p, p(RASDIALPARAMS), DWORD, c_void_p, p(HANDLE)]),
    )
    for name, arguments in prototypes:
        function = getattr(library, name)
        function.argtypes = arguments
        function.restype = DWORD
    return library


library = _load()


def put(text: str, what: str) -> bytes:
    """A text for a field of a structure, or for an argument."""
    encoded = text.encode()
    if b"\0" in encoded:
        raise ValueError(f"{what} contains a NUL character")
    return encoded


def path(phonebook: str | os.PathLike[str] | None) -> bytes | None:
    """None: the default books."""
    return None if phonebook is None else put(os.fspath(phonebook), "phonebook")


def fill(structure: ctypes.Structure, field: str, text: str, what: str) -> None:
    encoded = put(text, what)
    room = getattr(type(structure), field).size - 1
    if len(encoded) > room:
        raise ValueError(f"{what} is longer than {room} bytes of UTF-8")
    setattr(structure, field, encoded)


def text(field: bytes) -> str:
    return field.decode(errors="replace")


def guid(field: ctypes.Array[c_uint8]) -> uuid.UUID | None:
    """None where all is zero: the entry has none."""
    found = uuid.UUID(bytes_le=bytes(field))
    return found if found.int else None


def enumerate_array(call: Callable[[Any, Any, Any], Any], structure: type[_Array]) -> tuple[int, list[_Array]]:
    """The two-call pattern: asks for the size, and again where the list has grown in between.

    call(array or None, bytes, count) gives the error number. Returns (error, list of structures).
    """
    size, count = DWORD(0), DWORD(0)
    error = call(None, ctypes.byref(size), ctypes.byref(count))
    while error == ERROR_BUFFER_TOO_SMALL:
        array = (structure * (size.value // ctypes.sizeof(structure) + 1))()
        array[0].dwSize = ctypes.sizeof(structure)
        size.value = ctypes.sizeof(array)
        error = call(array, ctypes.byref(size), ctypes.byref(count))
        if error == 0:
            return 0, [array[i] for i in range(count.value)]
    return error, []
