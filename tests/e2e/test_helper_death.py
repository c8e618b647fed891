"""The net helper's worker, its supervisor, or both are killed."""

import os
import signal

import pytest

from support.events import wait_exit, wait_until
from support.programs import (APPLY_SETTINGS, AUTHENTICATE, CONNECTED, ERROR_BROADBAND_TIMEOUT, ERROR_DISCONNECTION,
                              pppoe_entry, write_phonebook)


@pytest.fixture
def connected(server, manager, book, start_shell):
    write_phonebook(book, pppoe_entry("office", default_route=True), pppoe_entry("other"))
    shell = start_shell()
    dialled = shell.dial(entry="office", phonebook=str(book))
    assert dialled["result"] == 0
    return shell, dialled["handle"]


def has_failed(shell, handle):
    status = shell.status(handle=handle)
    return status["result"] != 0 or status["error"] != 0


def test_a_killed_worker_is_replaced_and_its_connections_fail(connected, manager, book):
    shell, handle = connected
    supervisor, worker = manager.helper_pids()
    os.kill(worker, signal.SIGKILL)
    manager.wait_restored(1)
    wait_until(lambda: has_failed(shell, handle), 2, "the connection has failed")
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
    wait_until(lambda: has_failed(shell, handle), 2, "the connection has failed")


def test_both_killed(connected, manager):
    """Nobody of the helper is left; what remains is undone at the latest when the manager has a helper again."""
    shell, handle = connected
    supervisor, worker = manager.helper_pids()
    os.kill(worker, signal.SIGSTOP)
    os.kill(supervisor, signal.SIGSTOP)
    os.kill(worker, signal.SIGKILL)
    os.kill(supervisor, signal.SIGKILL)
    manager.wait_restored(1)
    wait_until(lambda: has_failed(shell, handle), 2, "the connection has failed")


def kill_helper(manager, whom):
    supervisor, worker = manager.helper_pids()
    pids = {"worker": [worker], "supervisor": [supervisor], "both": [worker, supervisor]}[whom]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)  # none of them sees the other die
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    return supervisor, worker


@pytest.mark.slow
@pytest.mark.parametrize("whom", ["worker", "supervisor", "both"])
def test_killed_with_300_connections(server, wire, start_manager, book, whom):
    """One of the 300 has the default route and the DNS; another dial is pending and a third call blocked."""
    # Long enough for a server that the kernel holds up while it takes 300 interfaces of an earlier test down.
    manager = start_manager(wire.client, config="[pppoe]\ndiscovery_timeout = 10\n")
    write_phonebook(book, *(pppoe_entry(f"e{i}", default_route=i == 0) for i in range(300)),
                    pppoe_entry("pending", service="nobody-has-this"), pppoe_entry("blocked", service="nor-this"))
    client = manager.client("hold_many", "--prefix", "e", "--count", "300", "--phonebook", book, "--pending", "pending",
                            "--blocked", "blocked", stdin=-1)
    assert client.wait_event(event="all-up", timeout=60)["failed"] == 0
    assert len(manager.interfaces()) == 300
    assert "10.64.0.53" in manager.resolv_conf.read_text()
    client.wait_event(event="pending")

    killed = kill_helper(manager, whom)
    manager.wait_restored(1)

    # Discovery needs no interface, so these two go on with the new worker, and end as without a death: nobody answers.
    assert client.wait_event(event="blocked-returned", timeout=15)["result"] == ERROR_BROADBAND_TIMEOUT
    assert client.wait_event(event="notify", error=ERROR_BROADBAND_TIMEOUT, timeout=15)["pending"]
    client.write("\n")
    statuses = client.wait_event(event="statuses", timeout=5)
    assert statuses["results"] == {"0": 300}
    assert statuses["errors"] == {str(ERROR_DISCONNECTION): 300}, "each connection says that it has failed"
    client.wait(5)
    wait_until(lambda: len(manager._helpers()) == 2, 3, "there is a new helper")
    assert set(manager.helper_pids()).isdisjoint({killed[1]} if whom == "worker" else killed)
    assert manager.rasdial("e7", "alice", "secret", f"/PHONEBOOK:{book}").status == 0, "the new helper works"


@pytest.mark.parametrize("whom", ["worker", "supervisor", "both"])
def test_killed_in_the_middle_of_a_dial(wire, start_rasserver, manager, book, whom):
    """A dial that has no interface yet loses nothing: the new helper makes it."""
    start_rasserver(wire.server, arguments=["--delay", "200ms"])
    client = manager.client("dial_async", "--entry", "office", "--phonebook", book)
    client.wait_event(event="notify", state=AUTHENTICATE)
    kill_helper(manager, whom)
    assert client.wait(20) == 0
    assert client.wait_event(event="finished")["status"]["state"] == CONNECTED
    assert len(manager.interfaces()) == 1
    assert manager.rasdial("office", "/DISCONNECT").status == 0
    manager.wait_restored()


def test_killed_while_it_makes_the_interface(server, manager, book):
    """The request is lost with the worker, or done by the next one; the dial ends, and nothing is left of a failed one."""
    client = manager.client("dial_async", "--entry", "office", "--phonebook", book, "--hold-at", APPLY_SETTINGS, stdin=-1)
    client.wait_event(event="notify", state=APPLY_SETTINGS)
    worker = manager.helper_pids()[1]
    os.kill(worker, signal.SIGSTOP)
    client.write("\n")
    client.wait_event(event="handled", state=APPLY_SETTINGS)
    os.kill(worker, signal.SIGKILL)
    client.close_stdin()
    client.wait(10)
    finished = client.wait_event(event="finished")
    if finished["status"]["state"] == CONNECTED:
        assert manager.rasdial("office", "/DISCONNECT").status == 0
    else:
        assert finished["cause"]["error"] != 0
    manager.wait_restored()
