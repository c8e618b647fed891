"""The net helper's worker, its supervisor, or both are killed."""

import os
import signal

import pytest

from support.events import wait_exit, wait_until
from support.programs import CONNECTED, pppoe_entry, write_phonebook


@pytest.fixture
def connected(server, manager, book, start_shell):
    write_phonebook(book, pppoe_entry("office", default_route=True), pppoe_entry("other"))
    shell = start_shell()
    dialled = shell.dial(entry="office", phonebook=str(book))
    assert dialled["result"] == 0
    return shell, dialled["handle"]


def test_a_killed_worker_is_replaced_and_its_connections_fail(connected, manager, book):
    shell, handle = connected
    supervisor, worker = manager.helper_pids()
    os.kill(worker, signal.SIGKILL)
    manager.wait_restored(1)
    wait_until(lambda: shell.status(handle=handle)["error"] != 0, 2, "the connection has failed")
    assert manager.process.alive()
    wait_until(lambda: len(manager._helpers()) == 2, 3, "there is a new worker")
    assert manager.helper_pids()[0] == supervisor and manager.helper_pids()[1] != worker
    again = shell.dial(entry="office", phonebook=str(book))
    assert again["result"] == 0, "the new worker works"
    assert shell.status(handle=again["handle"])["state"] == CONNECTED


def test_a_killed_supervisor_takes_everything_down_cleanly(connected, manager):
    shell, handle = connected
    supervisor, worker = manager.helper_pids()
    os.kill(supervisor, signal.SIGKILL)
    assert wait_exit(worker, 3), "the worker undoes everything and exits"
    manager.wait_restored(1)
    status = shell.status(handle=handle)
    assert status["result"] != 0 or status["error"] != 0


def test_both_killed(connected, manager):
    """Nobody of the helper is left; what remains is undone at the latest when the manager has a helper again."""
    shell, handle = connected
    supervisor, worker = manager.helper_pids()
    os.kill(worker, signal.SIGSTOP)
    os.kill(supervisor, signal.SIGSTOP)
    os.kill(worker, signal.SIGKILL)
    os.kill(supervisor, signal.SIGKILL)
    manager.wait_restored(1)
    status = shell.status(handle=handle)
    assert status["result"] != 0 or status["error"] != 0


def test_a_worker_killed_in_the_middle_of_a_dial(wire, start_rasserver, manager, book):
    start_rasserver(wire.server, arguments=["--delay", "200ms"])
    client = manager.client("dial_async", "--entry", "office", "--phonebook", book)
    client.wait_event(event="notify", state=5)
    os.kill(manager.helper_pids()[1], signal.SIGKILL)
    assert client.wait(20) == 0
    manager.wait_restored(2)
