"""The command line: what it says, what it returns."""

import fcntl
import json
import os
import select
import subprocess
import termios

import pytest

from support import processes
from support.programs import RASDIAL, built


def test_without_a_manager_it_is_711_at_once_and_names_the_cure(work):
    result = processes.run([built(RASDIAL), "office"], env={**os.environ, "OPENRAS_SOCKET": str(work / "nobody")})
    assert result.status == 1
    assert result.seconds < 1
    assert "711" in result.stderr and "rasmand" in result.stderr


def test_dial_list_status_hang_up(server, manager, book):
    assert "No connections" in manager.rasdial().stdout or manager.rasdial().status == 0
    dialled = manager.rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}")
    assert dialled.status == 0, dialled
    listed = manager.rasdial()
    assert listed.status == 0 and "office" in listed.stdout
    status = manager.rasdial("--status")
    assert "10.64." in status.stdout and "office" in status.stdout
    again = manager.rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}")
    assert again.status == 0 and "already" in (again.stdout + again.stderr).lower()
    assert manager.connection("office")["references"] <= 1, "rasdial takes no reference of a connection that is up"
    assert manager.rasdial("office", "/disconnect").status == 0
    manager.wait_restored()


def test_exit_statuses(server, manager, book):
    assert manager.rasdial("--no-such-option").status == 2
    assert manager.rasdial("no-such-entry", "a", "b", f"/PHONEBOOK:{book}").status == 3
    assert manager.rasdial("office", "/DISCONNECT").status == 3
    failed = manager.rasdial("office", "alice", "wrong", f"/PHONEBOOK:{book}", "--json")
    assert failed.status == 1
    report = json.loads(failed.stdout.splitlines()[-1])
    assert report["error"]["number"] == 691
    assert report["error"]["state"]


def test_a_password_from_a_file(server, manager, book, work):
    secret = work / "password"
    secret.write_text("secret\n")
    assert manager.rasdial("office", "alice", "--password-file", secret, f"/PHONEBOOK:{book}").status == 0


def test_a_password_from_a_descriptor(server, manager, book):
    result = manager.rasdial("office", "alice", "--password-fd", "0", f"/PHONEBOOK:{book}", input="secret\nmore")
    assert result.status == 0, result
    assert manager.rasdial("other", "alice", "--password-fd", "0", f"/PHONEBOOK:{book}", input="wrong\n").status == 1


@pytest.mark.parametrize("answer, status", [("secret", 0), ("not-my-word", 1)])
def test_a_password_from_the_terminal_is_not_echoed(server, manager, book, answer, status):
    """`rasdial ENTRY USER *` asks at the controlling terminal."""
    ours, theirs = os.openpty()

    def own_the_terminal():
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    child = subprocess.Popen([built(RASDIAL), "office", "alice", "*", f"/PHONEBOOK:{book}"], stdin=theirs, stdout=theirs,
                             stderr=theirs, env=manager.env, preexec_fn=own_the_terminal)
    os.close(theirs)
    said = b""

    def read_until(end):
        nonlocal said
        while not end(said):
            assert select.select([ours], [], [], 15)[0], f"nothing more than {said!r}"
            try:
                said += os.read(ours, 4096)
            except OSError:  # EIO: the other end is closed
                return

    try:
        read_until(lambda text: b"assword" in text and text.endswith(b" "))
        os.write(ours, answer.encode() + b"\n")
        read_until(lambda text: False)
        assert child.wait(10) == status, said
    finally:
        child.kill()
        child.wait()
        os.close(ours)
    assert answer.encode() not in said
    assert (b"691" in said) == (status == 1), said


def test_watch_sees_another_dial(server, manager, book):
    watcher = manager.start_rasdial("--watch")
    try:
        client = manager.client("dial_sync", "--entry", "office", "--phonebook", book)
        assert client.wait(15) == 0
        watcher.wait_line("office.*Connected", 5)
        assert manager.rasdial("office", "/DISCONNECT").status == 0
        watcher.wait_line("office.*gone", 5)
    finally:
        watcher.stop()


def test_timeout_and_no_wait(wire, manager, book):
    timed = manager.rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}", "--timeout", "1")
    assert timed.status == 1 and timed.seconds < 5
    manager.wait_restored()
