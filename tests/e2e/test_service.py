"""rasmand under a service manager: it is given its socket, says when it is ready, and its log has fields."""

import os
import signal
import socket
import sys

import pytest

from support import processes
from support.programs import HELPER, RASMAND, TOP, UNPRIVILEGED_USER, Manager, built

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


def reload(manager, config, says):
    """Writes the configuration, has it read again, and waits for what the log says of it: that line."""
    manager.config.write_text(config)
    seen = manager.process.line_count()
    os.kill(manager.pid, signal.SIGHUP)
    return manager.process.wait_line(says, after=seen).string


def test_its_configuration_is_read_again(server, wire, start_manager, book):
    alice = 65501
    manager = start_manager(wire.client, config="[access]\neveryone = true\n")
    refused = manager.rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}", uid=alice)
    assert refused.status == 1 and "eth0" in refused.stderr, "a user's own entry gets no interface that is not listed"

    allowed = '[access]\neveryone = true\n[pppoe]\nuser_interfaces = ["eth0"]\n'
    reload(manager, allowed, "the configuration has been read again")
    dialled = manager.rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}", uid=alice)
    assert dialled.status == 0, dialled

    said = reload(manager, f'{allowed}[manager]\nstate_dir = "/elsewhere"\ncredentials = "none"\n', "to change at the next start")
    assert said.endswith(": manager.credentials"), "the command line stands over the file"
    said = reload(manager, "[ppp]\necho_failures = 0\n", "the configuration stays as it is")
    assert f"{manager.config}:2: ppp.echo_failures has a value of the wrong kind or range" in said
    assert manager.socket.stat().st_mode & 0o777 == 0o666

    # What is up stays up; the socket is the group's again.
    reload(manager, "", "the configuration has been read again")
    assert manager.socket.stat().st_mode & 0o777 == 0o660
    assert manager.connection("office")["state"] == "Connected"
    assert manager.rasdial("/DISCONNECT").status == 0


def test_a_configuration_is_checked_before_it_is_used(work):
    config = work / "rasmand.toml"
    check = [built(RASMAND), "--helper", built(HELPER), "--user", UNPRIVILEGED_USER, "--group", "root", "--check-config"]
    config.write_text("[ppp]\necho_failures = 5\n")
    good = processes.run([*check, config])
    assert (good.status, good.stdout, good.stderr) == (0, f"{config}: nothing is wrong\n", "")
    config.write_text('[ppp]\necho_failure = 5\n\n[pppoe]\nuser_interfaces = "eth0"\n')
    bad = processes.run([*check, config])
    assert bad.status == 2 and bad.stdout == ""
    assert bad.stderr.splitlines() == [
        f"{config}:2: there is no setting ppp.echo_failure",
        f"{config}:5: pppoe.user_interfaces has a value of the wrong kind or range"]
    absent = processes.run([built(RASMAND), "--helper", work / "none", "--user", "nobody-at-all", "--check-config", "/dev/null"])
    assert absent.status == 2 and "there is no user nobody-at-all" in absent.stderr and f"{work}/none" in absent.stderr


def fields_of(datagram):
    """An entry of the journal's native protocol; no field of ours has a line break, so each is KEY=value."""
    return dict(line.split("=", 1) for line in datagram.decode().splitlines() if "=" in line)
