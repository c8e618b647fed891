"""Starts a program as systemd would: as_service.py LISTEN_FD JOURNAL_FD PROGRAM...

LISTEN_FD (a listening socket) becomes descriptor 3 of the protocol of sd_listen_fds(3). JOURNAL_FD (a datagram socket)
is bound to the journal's address in a mount namespace of the program's own, and its standard error is said to be the
journal's. -1: not this one.
"""

import ctypes
import os
import socket
import subprocess
import sys

MS_REC, MS_PRIVATE, CLONE_NEWNS = 0x4000, 1 << 18, 0x20000
LISTEN_FDS_START = 3

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def main():
    listen, journal, program = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    if journal >= 0:
        check(libc.unshare(CLONE_NEWNS))
        check(libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None))
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run"], check=True)
        os.makedirs("/run/systemd/journal")
        socket.socket(fileno=journal).bind("/run/systemd/journal/socket")
        os.chmod("/run/systemd/journal/socket", 0o666)
        stderr = os.fstat(2)
        os.environ["JOURNAL_STREAM"] = f"{stderr.st_dev}:{stderr.st_ino}"
    if listen >= 0:
        os.dup2(listen, LISTEN_FDS_START)
        os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
    os.execv(program[0], program)


main()
