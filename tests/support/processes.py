"""Runs the programs of a test: each has a log, can be waited for by what it prints, and is ended by its own pid."""

import collections
import ctypes
import json
import os
import re
import signal
import subprocess
import threading
import time

from support.events import PATIENCE, Timeout

_libc = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG = 1

_started = []  # of this test, for the report of a failure


def begin_test():
    _started[:] = [process for process in _started if process.poll() is None]


def started_since_test_began():
    return list(_started)


def _die_with_parent():
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Process:
    """A child whose output is kept line by line. Lines are parsed as JSON on request (`events`)."""

    def __init__(self, argv, *, name, log_file=None, env=None, stdin=None, cwd=None, new_session=False,
                 die_with_parent=True, pass_fds=()):
        self.name = name
        self.argv = [str(word) for word in argv]
        self.log_file = log_file
        self.started = time.monotonic()
        self._changed = threading.Condition()
        self._lines = []      # (monotonic seconds, stream, text)
        self._open_streams = 2
        self._child = subprocess.Popen(
            self.argv, stdin=stdin or subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=env, cwd=cwd, start_new_session=new_session, pass_fds=pass_fds,
            preexec_fn=_die_with_parent if die_with_parent else None)
        self.pid = self._child.pid
        self.new_session = new_session
        self._log = open(log_file, "ab", buffering=0) if log_file else None
        self._readers = []
        for stream, pipe in (("out", self._child.stdout), ("err", self._child.stderr)):
            reader = threading.Thread(target=self._read, args=(stream, pipe), daemon=True)
            reader.start()
            self._readers.append(reader)
        _started.append(self)

    def _read(self, stream, pipe):
        for raw in pipe:
            if self._log:
                self._log.write(b"%8.3f %s " % (time.monotonic() - self.started, stream.encode()) + raw)
            with self._changed:
                self._lines.append((time.monotonic(), stream, raw.decode(errors="replace").rstrip("\r\n")))
                self._changed.notify_all()
        with self._changed:
            self._open_streams -= 1
            self._changed.notify_all()

    # --- what it printed

    @property
    def stdout(self):
        with self._changed:
            return "\n".join(text for _, stream, text in self._lines if stream == "out")

    @property
    def stderr(self):
        with self._changed:
            return "\n".join(text for _, stream, text in self._lines if stream == "err")

    def log_tail(self, count):
        with self._changed:
            lines = self._lines[-count:]
        text = "\n".join(f"{when - self.started:8.3f} {stream} {text}" for when, stream, text in lines)
        return f"$ {' '.join(self.argv)}\n{text}"

    def line_count(self):
        with self._changed:
            return len(self._lines)

    def wait_line(self, pattern, timeout=10, stream=None, after=0):
        """The first line (already printed or to come) in which the regular expression is found, as its match.
        after: so many lines are passed over."""
        expression = re.compile(pattern)

        def find():
            for _, source, text in self._lines[after:]:
                if stream in (None, source):
                    match = expression.search(text)
                    if match:
                        return match
            return None

        return self._wait(find, timeout, f"line /{pattern}/")

    def events(self):
        """The JSON lines printed so far."""
        with self._changed:
            return self._events_locked()

    def _events_locked(self):
        found = []
        for _, stream, text in self._lines:
            if stream == "out" and text.startswith("{"):
                try:
                    found.append(json.loads(text))
                except ValueError:
                    pass
        return found

    def wait_event(self, timeout=10, **fields):
        """The first JSON line that has all the given fields."""

        def find():
            for event in self._events_locked():
                if all(event.get(key) == value for key, value in fields.items()):
                    return event
            return None

        return self._wait(find, timeout, f"event {fields}")

    def _wait(self, find, timeout, what):
        end = time.monotonic() + timeout * PATIENCE
        with self._changed:
            while True:
                found = find()
                if found is not None:
                    return found
                if self._open_streams == 0:
                    raise AssertionError(f"{self.name} ended without {what}\n{self._tail_locked()}")
                left = end - time.monotonic()
                if left <= 0:
                    raise Timeout(f"{self.name}: no {what} within {timeout} s\n{self._tail_locked()}")
                self._changed.wait(left)

    def _tail_locked(self):
        return "\n".join(f"{stream} {text}" for _, stream, text in self._lines[-60:])

    # --- its life

    def poll(self):
        return self._child.poll()

    def alive(self):
        return self._child.poll() is None

    def write(self, text):
        self._child.stdin.write(text.encode())
        self._child.stdin.flush()

    def close_stdin(self):
        self._child.stdin.close()

    def wait(self, timeout=10):
        """Its exit status (negative: the signal); all of its output has been read then."""
        try:
            status = self._child.wait(timeout * PATIENCE)
        except subprocess.TimeoutExpired:
            raise Timeout(f"{self.name} did not end within {timeout} s\n{self.log_tail(60)}") from None
        for reader in self._readers:
            reader.join(2)
        return status

    def signal(self, number):
        if self._child.poll() is None:
            self._child.send_signal(number)

    def kill(self):
        """At once and without a chance to tidy up; with its group if it leads one."""
        if self._child.poll() is None or self.new_session:
            try:
                if self.new_session:
                    os.killpg(self.pid, signal.SIGKILL)
                else:
                    self._child.kill()
            except ProcessLookupError:
                pass
        return self._child.wait(10)

    def stop(self, timeout=5):
        """SIGTERM, then SIGKILL for one that does not listen."""
        if self._child.poll() is None:
            self._child.terminate()
            try:
                self._child.wait(timeout)
            except subprocess.TimeoutExpired:
                pass
        status = self.kill()
        for reader in self._readers:
            reader.join(1)
        if self._log:
            self._log.close()
            self._log = None
        return status


Result = collections.namedtuple("Result", "status stdout stderr seconds")


def run(argv, *, timeout=20, env=None, check=False, input=None):
    """Runs a short program to its end."""
    began = time.monotonic()
    done = subprocess.run([str(word) for word in argv], stdin=None if input else subprocess.DEVNULL, input=input,
                          capture_output=True, text=True, timeout=timeout * PATIENCE, env=env)
    result = Result(done.returncode, done.stdout, done.stderr, time.monotonic() - began)
    if check and done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, argv))}: status {done.returncode}\n{done.stdout}\n{done.stderr}")
    return result


def children_of(pid):
    """Pids of the direct children of a process."""
    found = []
    for task in os.listdir(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
                found += [int(word) for word in file.read().split()]
        except OSError:
            pass
    return sorted(set(found))


def descendants_of(pid):
    found = []
    for child in children_of(pid):
        found.append(child)
        try:
            found += descendants_of(child)
        except OSError:
            pass
    return found


def command_of(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""
