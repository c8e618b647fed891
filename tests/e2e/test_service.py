"""rasmand under a service manager: it is given its socket, says when it is ready, and its log has fields."""

import socket
import sys

import pytest

from support.programs import TOP, Manager

AS_SERVICE = [sys.executable, TOP / "tests/support/as_service.py"]


@pytest.fixture
def activated(wire, work):
    """A manager that has been handed its listening socket. Its readiness is awaited by NOTIFY_SOCKET, as always."""
    listener = socket.socket(socket.AF_UNIX)
    path = work / "activated.sock"
    listener.bind(str(path))
    listener.listen(16)
    made = Manager(wire.client, work, through=[*AS_SERVICE, listener.fileno(), -1], pass_fds=[listener.fileno()],
                   start=False)
    made.env["OPENRAS_SOCKET"] = str(path)
    yield made, path
    made.stop()
    listener.close()


def test_a_client_that_came_before_the_manager_is_served(server, activated, book):
    manager, path = activated
    early = manager.start_rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}")
    manager.start()
    assert early.wait(10) == 0, early.stderr
    assert manager.connection("office")["state"] == "Connected"
    assert not manager.socket.exists(), "it made no socket of its own"


def test_the_activators_socket_stays(server, activated):
    manager, path = activated
    manager.start()
    assert manager.process.stop(10) == 0
    assert path.exists()


def test_the_journal_has_fields(server, wire, work, book):
    """The dial's id, the phone-book entry and the state are fields of their own."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as journal:
        journal.settimeout(10)
        manager = Manager(wire.client, work, through=[*AS_SERVICE, -1, journal.fileno()], pass_fds=[journal.fileno()])
        try:
            dial = manager.start_rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}")
            entries = []
            while not entries or entries[-1].get("OPENRAS_STATE") != "Connected":
                entries.append(fields_of(journal.recv(1 << 16)))
            assert dial.wait(10) == 0
        finally:
            manager.stop()
    dialled = [entry for entry in entries if "OPENRAS_DIAL_ID" in entry]
    states = list(dict.fromkeys(entry["OPENRAS_STATE"] for entry in dialled))
    assert states[:3] == ["OpenPort", "PortOpened", "ConnectDevice"] and states[-1] == "Connected"
    assert {entry["OPENRAS_ENTRY"] for entry in dialled} == {"office"}
    assert len({entry["OPENRAS_DIAL_ID"] for entry in dialled}) == 1
    assert all(entry["PRIORITY"] in "67" for entry in dialled)
    assert not any("secret" in str(entry) for entry in entries)


def fields_of(datagram):
    """An entry of the journal's native protocol; no field of ours has a line break, so each is KEY=value."""
    return dict(line.split("=", 1) for line in datagram.decode().splitlines() if "=" in line)
