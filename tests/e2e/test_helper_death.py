"""The net helper's worker, its supervisor, both, or what runs resolvconf are killed or told to stop."""

import os
import signal

import pytest

from support import processes
from support.events import wait_exit, wait_until
from support.programs import (APPLY_SETTINGS, AUTHENTICATE, CONNECTED, ERROR_BROADBAND_TIMEOUT, ERROR_DISCONNECTION,
                              pppoe_entry, write_phonebook)


# What a process is ended by; the helper obeys all but the first in its own way: it undoes everything before it ends.
ENDS = pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP],
                               ids=lambda number: number.name)


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


def wait_dropped(shell, handle):
    wait_until(lambda: has_failed(shell, handle), 2, "the connection has failed")
    assert shell.status(handle=handle)["error"] == ERROR_DISCONNECTION


def works(shell, manager, book):
    """A dial, a connection and a hang-up by the helper that there is now."""
    again = shell.dial(entry="office", phonebook=str(book))
    assert again["result"] == 0, "the new helper works"
    assert shell.status(handle=again["handle"])["state"] == CONNECTED
    assert shell.hang_up(handle=again["handle"])["result"] == 0
    manager.wait_restored(1)


@ENDS
def test_a_worker_that_ends_is_replaced_and_its_connections_fail(connected, manager, book, end):
    shell, handle = connected
    supervisor, worker = manager.helper_pids()
    os.kill(worker, end)
    manager.wait_restored(1)
    wait_dropped(shell, handle)
    assert manager.process.alive()
    wait_until(lambda: len(manager._helpers()) == 2, 3, "there is a new worker")
    assert manager.helper_pids()[0] == supervisor and manager.helper_pids()[1] != worker
    works(shell, manager, book)


@ENDS
def test_a_supervisor_that_ends_takes_everything_down_cleanly_and_is_replaced(connected, manager, book, end):
    shell, handle = connected
    supervisor, worker = manager.helper_pids()
    os.kill(supervisor, end)
    assert wait_exit(worker, 3), "the worker undoes everything and exits"
    manager.wait_restored(1)
    wait_dropped(shell, handle)
    wait_until(lambda: len(manager._helpers()) == 2, 3, "there is a new helper")
    assert set(manager.helper_pids()).isdisjoint({supervisor, worker})
    works(shell, manager, book)


def test_a_helper_that_is_told_to_stop_again_and_again_is_replaced_each_time(connected, manager, book):
    shell, handle = connected
    for _ in range(5):
        os.kill(manager.helper_pids()[0], signal.SIGTERM)
        wait_dropped(shell, handle)
        manager.wait_restored(1)
        again = shell.dial(entry="office", phonebook=str(book))
        assert again["result"] == 0, "the new helper works"
        handle = again["handle"]


def test_a_signal_to_every_process_at_once_ends_them_all(connected, manager):
    """As a service manager's, or a terminal's: the helper that takes the place of the one that stopped ends, too."""
    everyone = processes.descendants_of(manager.pid)
    for pid in [manager.pid, *everyone]:
        os.kill(pid, signal.SIGTERM)
    assert manager.process.wait(15) == 0
    assert all(wait_exit(pid, 3) for pid in everyone)
    manager.wait_restored(0.1)


@pytest.fixture
def with_resolvconf(server, wire, start_manager, book, work):
    """A connection on a machine that has resolvconf, and the directory of the records that it holds."""
    programs = work / "programs"
    records = work / "records"
    programs.mkdir(mode=0o755)
    records.mkdir()
    records.chmod(0o777)
    program = programs / "resolvconf"
    program.write_text(f'#!/bin/sh\ncd {records}\ncase $1 in -a) cat > $2;; -d) rm $2;; *) exit 1;; esac\n')
    program.chmod(0o755)
    manager = start_manager(wire.client, resolvconf=program)
    write_phonebook(book, pppoe_entry("office", default_route=True))
    assert manager.rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}").status == 0
    assert len(list(records.iterdir())) == 1
    return manager, records


def test_a_killed_resolvconf_runner_takes_everything_down_cleanly_and_is_replaced(with_resolvconf, book):
    manager, records = with_resolvconf
    runner = manager.resolvconf_runner()
    supervisor = manager.helper_pids()[0]
    os.kill(runner, signal.SIGKILL)
    assert wait_exit(supervisor, 3), "a supervisor cannot start programs, and leaves it to a new one"
    manager.wait_restored(1)
    manager.wait_forgotten("office", 2)
    assert manager.connection("office")["error"] == ERROR_DISCONNECTION
    assert list(records.iterdir()) == [], "the new helper has removed the record"
    assert manager.rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}").status == 0
    assert len(list(records.iterdir())) == 1
    assert manager.resolvconf_runner() != runner
    assert manager.rasdial("office", "/DISCONNECT").status == 0
    manager.wait_restored(1)
    assert list(records.iterdir()) == []


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda number: number.name)
def test_a_resolvconf_runner_ends_with_its_supervisor_alone(with_resolvconf, end):
    """A service manager's signal to all processes leaves it to undo what there is."""
    manager, records = with_resolvconf
    runner = manager.resolvconf_runner()
    os.kill(runner, end)
    assert manager.rasdial("office", "/DISCONNECT").status == 0
    assert list(records.iterdir()) == []
    assert manager.resolvconf_runner() == runner


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


def end_helper(manager, whom, end=signal.SIGKILL):
    supervisor, worker = manager.helper_pids()
    pids = {"worker": [worker], "supervisor": [supervisor], "both": [worker, supervisor]}[whom]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)  # none of them sees the other die
    for pid in pids:
        os.kill(pid, end)
    for pid in pids:
        if end != signal.SIGKILL:
            os.kill(pid, signal.SIGCONT)
    return supervisor, worker


@pytest.mark.slow
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM], ids=lambda number: number.name)
@pytest.mark.parametrize("whom", ["worker", "supervisor", "both"])
def test_ended_with_300_connections(server, wire, start_manager, book, whom, end):
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

    killed = end_helper(manager, whom, end)
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


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM], ids=lambda number: number.name)
@pytest.mark.parametrize("whom", ["worker", "supervisor", "both"])
def test_ended_in_the_middle_of_a_dial(wire, start_rasserver, manager, book, whom, end):
    """A dial that has no interface yet loses nothing: the new helper makes it."""
    start_rasserver(wire.server, arguments=["--delay", "200ms"])
    client = manager.client("dial_async", "--entry", "office", "--phonebook", book)
    client.wait_event(event="notify", state=AUTHENTICATE)
    end_helper(manager, whom, end)
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
