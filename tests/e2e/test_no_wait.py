"""rasdial --no-wait: it returns as soon as the dial goes; a process of its own sees the dial through."""

import contextlib
import ctypes
import json
import os
import pathlib
import re
import signal

import pytest

from support import processes
from support.events import Timeout, wait_exit
from support.programs import CONNECT_DEVICE, ERROR_AUTHENTICATION_FAILURE, RASDIAL, built
from support.terminal import Terminal

PR_SET_CHILD_SUBREAPER = 36


def stat(pid):
    """The fields behind the name in /proc/PID/stat: state, parent, group, session ..."""
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def name(pid):
    return pathlib.Path(f"/proc/{pid}/comm").read_text().strip()


@pytest.fixture(autouse=True)
def reaper():
    """Orphans come to us, as to init elsewhere, so that we hear how they end."""
    libc = ctypes.CDLL(None)
    assert libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
    yield
    for pid in processes.children_of(os.getpid()):
        if name(pid) == "rasdial":
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    assert libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0) == 0


@pytest.fixture
def manager(wire, start_manager):
    return start_manager(wire.client, config="[pppoe]\ndiscovery_timeout = 60\n")


@pytest.fixture
def begin(manager, book):
    """begin("office", ...): the pid of what dials in the background. rasdial has ended, and nobody holds its output."""

    def begin(entry, *words, password="secret"):
        result = manager.rasdial(entry, "alice", password, f"/PHONEBOOK:{book}", "--no-wait", "--json", *words)
        assert result.status == 0 and result.stderr == "", result
        report = json.loads(result.stdout)
        pid = report.pop("pid")
        assert report == {"result": "started", "error": None, "entry": entry}
        return pid

    return begin


def is_on_its_own(pid):
    _, parent, _, session = stat(pid)[:4]
    return (int(parent), int(session)) == (os.getpid(), pid)


def exit_status(pid):
    """Waits for the background process, which must leave no process behind."""
    if not wait_exit(pid, 20):
        raise Timeout(f"still there: {processes.command_of(pid)}")
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    for other in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            assert int(stat(other)[3]) != pid, f"{other} is left of its session"
    return status


def test_the_dial_is_established_without_it(wire, start_rasserver, manager, book, begin):
    """When rasdial has ended there is no server yet."""
    pid = begin("office")
    assert is_on_its_own(pid)
    dialling = manager.connection("office")
    assert dialling["state_number"] <= CONNECT_DEVICE and dialling["error"] == 0, dialling
    start_rasserver(wire.server)
    assert exit_status(pid) == 0
    assert manager.connection("office")["state"] == "Connected"
    again = manager.rasdial("office", f"/PHONEBOOK:{book}", "--no-wait", "--json")
    assert json.loads(again.stdout)["result"] == "already connected", again
    assert manager.rasdial("office", "/DISCONNECT").status == 0
    manager.wait_restored()


def test_a_failure_is_seen_afterwards(server, manager, begin):
    assert exit_status(begin("office", password="wrong")) == 1
    failed = manager.connection("office")
    assert (failed["state"], failed["error"]) == ("Disconnected", ERROR_AUTHENTICATION_FAILURE)
    assert "office: failed, error 691" in manager.rasdial("--status").stdout
    manager.wait_restored()


def test_what_fails_at_once_is_told_at_once(wire, manager, book, begin):
    unknown = manager.rasdial("no-such-entry", "a", "b", f"/PHONEBOOK:{book}", "--no-wait")
    assert unknown.status == 3 and "623" in unknown.stderr, unknown
    pid = begin("office")
    twice = manager.rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}", "--no-wait")
    assert twice.status == 1 and "756" in twice.stderr, twice
    assert manager.connection("office")["error"] == 0, "the first one goes on"
    assert manager.rasdial("office", "/DISCONNECT").status == 0
    assert exit_status(pid) == 1
    assert manager.status() == []
    manager.wait_restored()


def test_a_timeout_hangs_up_in_the_background(wire, manager, begin):
    assert exit_status(begin("office", "--timeout", "1")) == 1
    assert manager.status() == []
    manager.wait_restored()


def test_the_dial_outlives_the_terminal_it_was_begun_on(wire, start_rasserver, manager, book):
    """No state is shown there; the session that ends with rasdial takes nothing with it."""
    words = ["office", "alice", "secret", f"/PHONEBOOK:{book}", "--no-wait"]
    with Terminal([built(RASDIAL), *words], manager.env) as terminal:
        said = terminal.read_all()
        assert terminal.wait() == 0, said
    told = re.fullmatch(r"Connecting to office in the background \(process (\d+)\); see rasdial --status\.\n"
                        r"Command completed successfully\.\n", said)
    assert told, said
    pid = int(told[1])
    assert is_on_its_own(pid)
    start_rasserver(wire.server)
    assert exit_status(pid) == 0
    assert manager.connection("office")["state"] == "Connected"
