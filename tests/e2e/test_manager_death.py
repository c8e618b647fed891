"""rasmand is killed: the machine is as before within a second, and no client hangs."""

import os
import signal

import pytest

from support import processes
from support.events import wait_exit
from support.programs import CONNECTED, ERROR_RASMAN_CANNOT_INITIALIZE, pppoe_entry, write_phonebook


def kill_manager(manager):
    manager.process.signal(signal.SIGKILL)
    manager.process.wait(5)


@pytest.mark.slow
def test_killed_with_300_connections(server, wire, manager, book, work):
    """One of the 300 has the default route and the DNS; another dial is pending and a third call blocked."""
    write_phonebook(book, *(pppoe_entry(f"e{i}", default_route=i == 0) for i in range(300)),
                    pppoe_entry("pending", service="nobody-has-this"), pppoe_entry("blocked", service="nor-this"))
    client = manager.client("hold_many", "--prefix", "e", "--count", "300", "--phonebook", book, "--pending", "pending",
                            "--blocked", "blocked", stdin=-1)
    assert client.wait_event(event="all-up", timeout=60)["failed"] == 0
    assert len(manager.interfaces()) == 300
    assert "10.64.0.53" in manager.resolv_conf.read_text()
    client.wait_event(event="pending")

    kill_manager(manager)
    manager.wait_restored(1)

    assert client.wait_event(event="blocked-returned", timeout=5)["result"] == ERROR_RASMAN_CANNOT_INITIALIZE
    heard = client.wait_event(event="notify", error=ERROR_RASMAN_CANNOT_INITIALIZE, timeout=5)
    assert heard["pending"]
    client.write("\n")
    statuses = client.wait_event(event="statuses", timeout=5)
    assert statuses["results"] == {"711": 300}
    assert statuses["took_ms"] < 2000
    client.wait(5)


def test_killed_with_one_connection(server, manager, book):
    assert manager.rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}").status == 0
    supervisor, worker = manager.helper_pids()
    kill_manager(manager)
    manager.wait_restored(1)
    assert wait_exit(worker, 3) and wait_exit(supervisor, 3), "the helper ends with its manager"


def test_clients_hear_711_at_once(server, manager, book, start_shell):
    shell = start_shell()
    handle = shell.dial(entry="office", phonebook=str(book))["handle"]
    kill_manager(manager)
    assert shell.status(handle=handle)["result"] == ERROR_RASMAN_CANNOT_INITIALIZE
    assert shell.dial(entry="office", phonebook=str(book))["result"] == ERROR_RASMAN_CANNOT_INITIALIZE
    assert shell.enumerate()["result"] == ERROR_RASMAN_CANNOT_INITIALIZE


def test_a_client_goes_on_with_the_next_manager(server, manager, book, start_shell):
    shell = start_shell()
    assert shell.dial(entry="office", phonebook=str(book))["result"] == 0
    kill_manager(manager)
    manager.wait_restored(1)
    manager.start()
    again = shell.dial(entry="office", phonebook=str(book))
    assert again["result"] == 0
    assert shell.status(handle=again["handle"])["state"] == CONNECTED


def test_stopped_politely_it_hangs_up_everything(server, manager, book):
    assert manager.rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}").status == 0
    assert manager.process.stop(10) == 0
    manager.wait_restored(1)


def test_what_a_crash_of_everything_left_is_undone_at_the_next_start(server, manager, book):
    """Manager and helper killed together: nobody is left to undo, so the next start (or --cleanup) does it."""
    write_phonebook(book, pppoe_entry("office", default_route=True))
    assert manager.rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}").status == 0
    supervisor, worker = manager.helper_pids()
    everyone = processes.descendants_of(manager.pid)
    for pid in (supervisor, worker, manager.pid):
        os.kill(pid, signal.SIGSTOP)
    for pid in (supervisor, worker, manager.pid):
        os.kill(pid, signal.SIGKILL)
    manager.process.wait(5)
    assert all(wait_exit(pid, 5) for pid in everyone), "the manager follows its launcher, and no longer listens"
    manager.start()
    manager.wait_restored(3)
