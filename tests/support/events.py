"""Waiting for what happens, never for time to pass: netlink messages, readiness datagrams, lines of a log."""

import ctypes
import os
import select
import socket
import time

RTMGRP_LINK = 0x1
RTMGRP_IPV4_IFADDR = 0x10
RTMGRP_IPV4_ROUTE = 0x40
RTMGRP_IPV6_IFADDR = 0x100
RTMGRP_IPV6_ROUTE = 0x400
ALL_GROUPS = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE

_libc = ctypes.CDLL(None, use_errno=True)

# A sanitizer's build is several times slower, and so is a machine that others work on: this multiplies every patience.
PATIENCE = float(os.environ.get("OPENRAS_PATIENCE", "1"))


class Timeout(AssertionError):
    """What was waited for did not happen in time."""


def pidfd_open(pid):
    return os.pidfd_open(pid, 0)


def wait_exit(pid, timeout):
    """Waits until a process (not necessarily a child) has ended; False when it lives on."""
    try:
        fd = pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([fd], [], [], timeout * PATIENCE)[0])
    finally:
        os.close(fd)


class NetlinkEvents:
    """Wakes up when links, addresses or routes of a namespace change."""

    def __init__(self, namespace):
        self._socket = namespace.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self._socket.bind((0, ALL_GROUPS))
        self._socket.setblocking(False)

    def wait(self, timeout):
        if not select.select([self._socket], [], [], timeout)[0]:
            return
        while True:
            try:
                self._socket.recv(65536)
            except BlockingIOError:
                return
            except OSError:  # ENOBUFS: so much happened that some of it was lost; look again
                return

    def close(self):
        self._socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def wait_for_network(namespace, predicate, timeout, what):
    """Returns predicate()'s first true value; looks again at each change of the namespace's links, addresses, routes."""
    end = time.monotonic() + timeout * PATIENCE
    with NetlinkEvents(namespace) as events:
        while True:
            value = predicate()
            if value:
                return value
            left = end - time.monotonic()
            if left <= 0:
                raise Timeout(f"{what}: not within {timeout} s; last seen: {value!r}")
            events.wait(min(left, 0.25))


def wait_until(predicate, timeout, what, every=0.02):
    """For the few things that the system has no event for (a count of descriptors, a file made by a guest)."""
    end = time.monotonic() + timeout * PATIENCE
    while True:
        value = predicate()
        if value:
            return value
        if time.monotonic() >= end:
            raise Timeout(f"{what}: not within {timeout} s; last seen: {value!r}")
        time.sleep(every)


class NotifySocket:
    """The socket that sd_notify(3) speaks to: readiness of a daemon is an event."""

    def __init__(self, path):
        self.path = str(path)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(self.path)
        os.chmod(self.path, 0o777)  # the daemon may have left root already

    def wait(self, process, timeout, want="READY=1"):
        end = time.monotonic() + timeout * PATIENCE
        pidfd = pidfd_open(process.pid)
        try:
            while True:
                left = end - time.monotonic()
                ready = select.select([self._socket, pidfd], [], [], max(left, 0))[0]
                if self._socket in ready:
                    if want in self._socket.recv(4096).decode(errors="replace").split("\n"):
                        return
                elif pidfd in ready:
                    raise AssertionError(f"{process.name} ended (status {process.wait(1)}) before it was ready\n"
                                         + process.log_tail(60))
                if left <= 0:
                    raise Timeout(f"{process.name} did not say {want} within {timeout} s\n" + process.log_tail(60))
        finally:
            os.close(pidfd)

    def close(self):
        self._socket.close()
