"""The command line: what it says, what it returns."""

import json
import os
import re

import pytest

from support import processes
from support.events import wait_until
from support.programs import BEFORE_CONNECTED, CONNECTED, RASDIAL, built
from support.terminal import Terminal


def test_without_a_manager_it_is_711_at_once_and_names_the_cure(work):
    result = processes.run([built(RASDIAL), "office"], env={**os.environ, "OPENRAS_SOCKET": str(work / "nobody")})
    assert result.status == 1
    assert result.seconds < 1
    assert "711" in result.stderr and "rasmand" in result.stderr


def test_dial_list_status_hang_up(server, manager, book):
    nothing = manager.rasdial()
    assert nothing.status == 0 and "No connections" in nothing.stdout
    dialled = manager.rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}")
    assert dialled.status == 0, dialled
    listed = manager.rasdial()
    assert listed.status == 0 and "office" in listed.stdout
    status = manager.rasdial("--status")
    assert "10.64." in status.stdout and "office" in status.stdout
    assert manager.rasdial("office", "/disconnect").status == 0
    manager.wait_restored()


def test_an_entry_that_is_up_is_said_so_and_no_reference_is_taken(server, manager, book, start_shell):
    """A watcher is told of each reference, also of one that the end of its process gives back."""
    holder = start_shell()
    handle = holder.dial(entry="office", phonebook=str(book))["handle"]
    watcher = manager.start_rasdial("--watch", "--json")
    try:
        watcher.wait_event(event="present")
        again = manager.rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}")
        assert again.status == 0 and "You are already connected to office." in again.stdout, again
        assert json.loads(manager.rasdial("office", "--json", f"/PHONEBOOK:{book}").stdout)["result"] == "already connected"
        for _ in range(2):
            assert holder.dial(entry="office", phonebook=str(book))["handle"] == handle
        wait_until(lambda: watcher.events()[-1]["connection"]["references"] == 3, 5, "the holder's own are seen")
        assert [e["connection"]["references"] for e in watcher.events()] == [1, 2, 3]
    finally:
        watcher.stop()
    assert holder.status(handle=handle)["state"] == CONNECTED


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
    with Terminal([built(RASDIAL), "office", "alice", "*", f"/PHONEBOOK:{book}"], manager.env) as terminal:
        terminal.read_until(lambda text: "assword" in text and text.endswith(" "))
        terminal.write(answer + "\n")
        said = terminal.read_all()
        assert terminal.wait() == status, said
    assert answer not in said
    assert ("691" in said) == (status == 1), said


def test_an_empty_password_is_not_asked_for(wire, start_rasserver, manager, book):
    """`rasdial ENTRY USER ""`, on a terminal where USER alone would be asked."""
    start_rasserver(wire.server, arguments=["--user", "guest:"])
    with Terminal([built(RASDIAL), "office", "guest", "", f"/PHONEBOOK:{book}"], manager.env) as terminal:
        said = terminal.read_all()
        assert terminal.wait() == 0, said
    assert "assword of" not in said


SENTENCES = ["Connecting to office...", "Verifying username and password...",
             "Registering your computer on the network...", "Successfully connected to office.",
             "Command completed successfully."]
STATE = re.compile(r"^ +\d+\.\d{3} s  (\w+) \(.+\)$", re.MULTILINE)


def test_the_states_are_shown_on_a_terminal_and_not_in_a_pipe(server, manager, book):
    words = ["office", "alice", "secret", f"/PHONEBOOK:{book}"]
    piped = manager.rasdial(*words)
    assert piped.status == 0 and piped.stderr == ""
    assert piped.stdout.splitlines() == SENTENCES
    assert manager.rasdial("office", "/DISCONNECT").status == 0
    with Terminal([built(RASDIAL), *words], manager.env) as terminal:
        said = terminal.read_all()
        assert terminal.wait() == 0, said
    assert [line for line in said.splitlines() if line in SENTENCES] == SENTENCES
    assert STATE.findall(said) == [*BEFORE_CONNECTED, "Connected"], said
    assert manager.rasdial("office", "/DISCONNECT").status == 0
    verbose = manager.rasdial(*words, "--verbose")
    assert STATE.findall(verbose.stdout) == [*BEFORE_CONNECTED, "Connected"], verbose


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


def test_a_timeout_hangs_up(wire, manager, book):
    timed = manager.rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}", "--timeout", "1")
    assert timed.status == 1 and "638" in timed.stderr, timed
    assert manager.status() == []
    manager.wait_restored()
