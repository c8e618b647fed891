"""A client process of the RAS API on a leash: reads one JSON command a line, makes the call by ctypes, answers one line.

Started by RasShell (below) in a process of its own, because references belong to processes.
"""

import ctypes
import json
import os
import select
import subprocess
import sys
import threading

DWORD = ctypes.c_uint32


class RASDIALPARAMSA(ctypes.Structure):
    _pack_ = 4
    _fields_ = [("dwSize", DWORD), ("szEntryName", ctypes.c_char * 257), ("szPhoneNumber", ctypes.c_char * 129),
                ("szCallbackNumber", ctypes.c_char * 129), ("szUserName", ctypes.c_char * 257),
                ("szPassword", ctypes.c_char * 257), ("szDomain", ctypes.c_char * 16), ("dwSubEntry", DWORD),
                ("dwCallbackId", ctypes.c_size_t), ("dwIfIndex", DWORD), ("szEncPassword", ctypes.c_void_p)]


class GUID(ctypes.Structure):
    _fields_ = [("bytes", ctypes.c_uint8 * 16)]


class RASCONNA(ctypes.Structure):
    _pack_ = 4
    _fields_ = [("dwSize", DWORD), ("hrasconn", ctypes.c_void_p), ("szEntryName", ctypes.c_char * 257),
                ("szDeviceType", ctypes.c_char * 17), ("szDeviceName", ctypes.c_char * 129),
                ("szPhonebook", ctypes.c_char * 260), ("dwSubEntry", DWORD), ("guidEntry", GUID), ("dwFlags", DWORD),
                ("luid", ctypes.c_uint32 * 2), ("guidCorrelationId", GUID)]


class RASCONNSTATUSA(ctypes.Structure):
    _pack_ = 4
    _fields_ = [("dwSize", DWORD), ("rasconnstate", ctypes.c_int32), ("dwError", DWORD),
                ("szDeviceType", ctypes.c_char * 17), ("szDeviceName", ctypes.c_char * 129),
                ("szPhoneNumber", ctypes.c_char * 129), ("endpoints", ctypes.c_uint8 * 41), ("substate", DWORD)]


class RASPPPIPA(ctypes.Structure):
    _pack_ = 4
    _fields_ = [("dwSize", DWORD), ("dwError", DWORD), ("szIpAddress", ctypes.c_char * 16),
                ("szServerIpAddress", ctypes.c_char * 16), ("dwOptions", DWORD), ("dwServerOptions", DWORD)]


class RAS_STATS(ctypes.Structure):
    _fields_ = [(name, DWORD) for name in (
        "dwSize", "dwBytesXmited", "dwBytesRcved", "dwFramesXmited", "dwFramesRcved", "dwCrcErr", "dwTimeoutErr",
        "dwAlignmentErr", "dwHardwareOverrunErr", "dwFramingErr", "dwBufferOverrunErr", "dwCompressionRatioIn",
        "dwCompressionRatioOut", "dwBps", "dwConnectDuration")]


class RASCREDENTIALSA(ctypes.Structure):
    _pack_ = 4
    _fields_ = [("dwSize", DWORD), ("dwMask", DWORD), ("szUserName", ctypes.c_char * 257),
                ("szPassword", ctypes.c_char * 257), ("szDomain", ctypes.c_char * 16)]


assert ctypes.sizeof(RASCREDENTIALSA) == 540
assert ctypes.sizeof(RASDIALPARAMSA) == 1076
assert ctypes.sizeof(RASCONNA) == 724
assert ctypes.sizeof(RASCONNSTATUSA) == 332
assert ctypes.sizeof(RASPPPIPA) == 48
RASP_PppIp = 0x8021


class Api:
    def __init__(self, path):
        self._library = ctypes.CDLL(path)

    def dial(self, entry, phonebook, user="alice", password="secret", domain=""):
        params = RASDIALPARAMSA(dwSize=ctypes.sizeof(RASDIALPARAMSA), szEntryName=entry.encode(),
                                szUserName=user.encode(), szPassword=password.encode(), szDomain=domain.encode())
        handle = ctypes.c_void_p()
        result = self._library.RasDialA(None, phonebook.encode(), ctypes.byref(params), DWORD(0), None,
                                        ctypes.byref(handle))
        return {"result": result & 0xFFFFFFFF, "handle": handle.value or 0}

    def hang_up(self, handle):
        return {"result": self._library.RasHangUpA(ctypes.c_void_p(handle))}

    def status(self, handle):
        status = RASCONNSTATUSA(dwSize=ctypes.sizeof(RASCONNSTATUSA))
        result = self._library.RasGetConnectStatusA(ctypes.c_void_p(handle), ctypes.byref(status))
        return {"result": result, "state": status.rasconnstate, "error": status.dwError,
                "device": status.szDeviceName.decode(), "device_type": status.szDeviceType.decode()}

    def enumerate(self):
        size, count = DWORD(0), DWORD(0)
        result = self._library.RasEnumConnectionsA(None, ctypes.byref(size), ctypes.byref(count))
        if result == 0:
            return {"result": 0, "connections": []}
        for _ in range(5):  # the list may grow between two calls
            array = (RASCONNA * (size.value // ctypes.sizeof(RASCONNA) + 1))()
            array[0].dwSize = ctypes.sizeof(RASCONNA)
            size.value = ctypes.sizeof(array)
            result = self._library.RasEnumConnectionsA(array, ctypes.byref(size), ctypes.byref(count))
            if result != 603:
                break
        return {"result": result, "connections": [
            {"handle": array[i].hrasconn or 0, "entry": array[i].szEntryName.decode(),
             "device": array[i].szDeviceName.decode(), "phonebook": array[i].szPhonebook.decode()}
            for i in range(count.value)] if result == 0 else []}

    def projection(self, handle):
        projection = RASPPPIPA(dwSize=ctypes.sizeof(RASPPPIPA))
        size = DWORD(ctypes.sizeof(projection))
        result = self._library.RasGetProjectionInfoA(ctypes.c_void_p(handle), ctypes.c_int(RASP_PppIp),
                                                     ctypes.byref(projection), ctypes.byref(size))
        return {"result": result, "error": projection.dwError, "address": projection.szIpAddress.decode(),
                "server": projection.szServerIpAddress.decode()}

    def statistics(self, handle, subentry=None):
        stats = RAS_STATS(dwSize=ctypes.sizeof(RAS_STATS))
        if subentry is None:
            result = self._library.RasGetConnectionStatistics(ctypes.c_void_p(handle), ctypes.byref(stats))
        else:
            result = self._library.RasGetLinkStatistics(ctypes.c_void_p(handle), DWORD(subentry), ctypes.byref(stats))
        return {"result": result & 0xFFFFFFFF, **{name: getattr(stats, name) for name, _ in RAS_STATS._fields_}}

    def clear_statistics(self, handle):
        return {"result": self._library.RasClearConnectionStatistics(ctypes.c_void_p(handle))}

    def notification(self, handle, flags):
        """A new event object, registered; `handle` None: all connections."""
        event = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        every = ctypes.c_void_p(-1 if handle is None else handle)
        result = self._library.RasConnectionNotificationA(every, ctypes.c_void_p(event), DWORD(flags))
        return {"result": result, "event": event}

    def take_events(self, event, timeout=10):
        """Waits for the first one; how many there have been since the last time."""
        if not select.select([event], [], [], timeout)[0]:
            return {"count": 0}
        return {"count": os.eventfd_read(event)}

    def set_credentials(self, phonebook, entry, mask, user, password, domain=""):
        given = RASCREDENTIALSA(dwSize=ctypes.sizeof(RASCREDENTIALSA), dwMask=mask, szUserName=user.encode(),
                                szPassword=password.encode(), szDomain=domain.encode())
        return {"result": self._library.RasSetCredentialsA(phonebook.encode(), entry.encode(), ctypes.byref(given), 0)}

    def get_credentials(self, phonebook, entry, mask=7):
        got = RASCREDENTIALSA(dwSize=ctypes.sizeof(RASCREDENTIALSA), dwMask=mask)
        result = self._library.RasGetCredentialsA(phonebook.encode(), entry.encode(), ctypes.byref(got))
        return {"result": result, "mask": got.dwMask, "user": got.szUserName.decode(),
                "password": got.szPassword.decode(), "domain": got.szDomain.decode()}

    def rename_entry(self, phonebook, old, new):
        return {"result": self._library.RasRenameEntryA(phonebook.encode(), old.encode(), new.encode())}

    def delete_entry(self, phonebook, entry):
        return {"result": self._library.RasDeleteEntryA(phonebook.encode(), entry.encode())}

    def error_string(self, number):
        text = ctypes.create_string_buffer(512)
        result = self._library.RasGetErrorStringA(ctypes.c_uint(number), text, DWORD(len(text)))
        return {"result": result, "text": text.value.decode()}


def main():
    api = Api(os.environ["OPENRAS_LIBRARY"])
    print(json.dumps({"ready": os.getpid()}), flush=True)
    for line in sys.stdin:
        command = json.loads(line)
        print(json.dumps(getattr(api, command.pop("call"))(**command)), flush=True)


class RasShell:
    """The test's end of it: shell.dial(entry=..., phonebook=...) is that call, made in the other process."""

    def __init__(self, manager, library, uid=None, through=(), env=()):
        """through: the command that starts it."""
        environment = {**manager.env, **manager.preload, "OPENRAS_LIBRARY": str(library), **dict(env)}
        become = ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups"] if uid else []
        self._child = subprocess.Popen([*become, *through, sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                       env=environment)
        self._lock = threading.Lock()
        self.pid = json.loads(self._child.stdout.readline())["ready"]

    def __getattr__(self, name):
        def call(**arguments):
            with self._lock:
                self._child.stdin.write(json.dumps({"call": name, **arguments}) + "\n")
                self._child.stdin.flush()
                line = self._child.stdout.readline()
            assert line, f"the client process ended during {name} (status {self._child.wait()})"
            return json.loads(line)

        return call

    def end(self):
        """A normal end of the process."""
        self._child.stdin.close()
        self._child.wait(10)

    def kill(self):
        if self._child.poll() is None:
            self._child.kill()
            self._child.wait(10)


if __name__ == "__main__":
    main()
