"""A program with a pseudo-terminal of its own, as standard input and output and as its controlling one."""

import fcntl
import os
import select
import subprocess
import termios

from support.events import PATIENCE, Timeout


class Terminal:
    def __init__(self, argv, env):
        self._ours, theirs = os.openpty()

        def own_it():
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self._child = subprocess.Popen(list(map(str, argv)), stdin=theirs, stdout=theirs, stderr=theirs, env=env,
                                       preexec_fn=own_it)
        os.close(theirs)
        self._said = b""

    @property
    def said(self):
        return self._said.decode().replace("\r\n", "\n")

    def write(self, text):
        os.write(self._ours, text.encode())

    def read_until(self, end, timeout=15):
        """Until end(what it has said), or until nobody has the terminal open."""
        while not end(self.said):
            if not select.select([self._ours], [], [], timeout * PATIENCE)[0]:
                raise Timeout(f"nothing more than {self.said!r} within {timeout} s")
            try:
                self._said += os.read(self._ours, 4096)
            except OSError:  # EIO: the other end is closed
                break
        return self.said

    def read_all(self):
        return self.read_until(lambda text: False)

    def wait(self, timeout=10):
        return self._child.wait(timeout * PATIENCE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._child.kill()
        self._child.wait()
        os.close(self._ours)
