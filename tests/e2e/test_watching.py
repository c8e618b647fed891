"""RasConnectionNotification across processes and managers, and statistics that each process clears for itself."""

import signal

import pytest

from support.dialling import ping
from support.programs import ERROR_INVALID_HANDLE, ERROR_RASMAN_CANNOT_INITIALIZE, pppoe_entry, write_phonebook

RASCN_Connection, RASCN_Disconnection = 1, 2
ERROR_NO_CONNECTION = 668


@pytest.fixture
def book(work):
    return write_phonebook(work / "own.pbk", pppoe_entry("office"), pppoe_entry("other"))


def register(shell, handle, flags):
    made = shell.notification(handle=handle, flags=flags)
    assert made["result"] == 0
    return made["event"]


def events(shell, event, count):
    """That many have come, and no more."""
    seen = 0
    while seen < count:
        new = shell.take_events(event=event)["count"]
        assert new, f"{seen} events of {count}"
        seen += new
    assert seen == count


def test_another_process_connects_and_hangs_up(server, manager, book, start_shell):
    watcher, dialler = start_shell(), start_shell()
    up, down = register(watcher, None, RASCN_Connection), register(watcher, None, RASCN_Disconnection)
    first = dialler.dial(entry="office", phonebook=str(book))
    assert first["result"] == 0
    events(watcher, up, 1)
    own = register(watcher, first["handle"], RASCN_Disconnection)
    second = dialler.dial(entry="other", phonebook=str(book))
    failed = dialler.dial(entry="other2", phonebook=str(book))
    assert second["result"] == 0 and failed["result"] != 0
    dialler.hang_up(handle=second["handle"])
    dialler.hang_up(handle=first["handle"])
    events(watcher, down, 2)
    events(watcher, own, 1)
    events(watcher, up, 1)
    assert watcher.notification(handle=first["handle"], flags=RASCN_Disconnection)["result"] == ERROR_INVALID_HANDLE


def test_the_manager_dies_and_comes_back(server, manager, book, start_shell):
    watcher, dialler = start_shell(), start_shell()
    up, down = register(watcher, None, RASCN_Connection), register(watcher, None, RASCN_Disconnection)
    for entry in ("office", "other"):
        assert dialler.dial(entry=entry, phonebook=str(book))["result"] == 0
    events(watcher, up, 2)
    manager.process.signal(signal.SIGKILL)
    manager.process.wait(5)
    events(watcher, down, 2)
    assert watcher.notification(handle=None, flags=1)["result"] == ERROR_RASMAN_CANNOT_INITIALIZE
    manager.wait_restored()
    manager.start()
    assert dialler.dial(entry="office", phonebook=str(book))["result"] == 0
    events(watcher, up, 1)
    assert manager.rasdial("office", "/DISCONNECT").status == 0
    events(watcher, down, 1)


def test_statistics_are_each_processs_own(wire, forwarding_server, manager, book, start_shell):
    reader, other = start_shell(), start_shell()
    dialled = reader.dial(entry="office", phonebook=str(book))
    assert dialled["result"] == 0
    handle = dialled["handle"]
    ping(wire.client, forwarding_server.local)
    first = reader.statistics(handle=handle)
    assert first["result"] == 0 and first["dwFramesXmited"] >= 3 and first["dwBytesXmited"] >= 3 * 1000, first
    assert first["dwFramesRcved"] >= 3 and first["dwBytesRcved"] >= 3 * 1000, first
    assert first["dwBps"] == 0xFFFFFFFF, "a veth has 10 Gbit/s, which is more than the member holds"
    assert reader.clear_statistics(handle=handle)["result"] == 0
    cleared = reader.statistics(handle=handle, subentry=1)
    assert cleared["dwBytesRcved"] < first["dwBytesRcved"] and cleared["dwFramesRcved"] < first["dwFramesRcved"]
    assert cleared["dwConnectDuration"] >= first["dwConnectDuration"]
    assert other.statistics(handle=handle)["dwBytesRcved"] >= first["dwBytesRcved"], "others see what they saw"
    reader.hang_up(handle=handle)
    assert reader.statistics(handle=handle)["result"] == ERROR_INVALID_HANDLE
    refused = reader.dial(entry="office", phonebook=str(book), password="wrong")
    assert reader.statistics(handle=refused["handle"])["result"] == ERROR_NO_CONNECTION
