"""A synchronous RasDial: blocks, can be watched meanwhile, and what it made outlives the process."""

import itertools

import pytest

from support import transfer
from support.events import wait_until
from support.programs import (AUTHENTICATE, CONNECT_DEVICE, CONNECTED, ERROR_AUTHENTICATION_FAILURE, ERROR_INVALID_HANDLE,
                              ERROR_NO_CONNECTION, LIBRARY, built)
from support.ras_shell import RasShell


@pytest.fixture
def slow_server(wire, start_rasserver):
    """Each phase takes 100 ms, so that a poll every millisecond must see each state."""
    return start_rasserver(wire.server, arguments=["--delay", "100ms"])


def test_a_second_thread_sees_the_states(slow_server, manager, book):
    client = manager.client("dial_sync", "--entry", "office", "--phonebook", book, "--then", "exit")
    assert client.wait(15) == 0
    events = client.events()
    dialled = next(e for e in events if e["event"] == "dialled")
    polls = [e for e in events if e["event"] == "poll"]
    seen = [e["status"]["state"] for e in polls]
    assert {CONNECT_DEVICE, AUTHENTICATE, CONNECTED} <= set(seen), seen
    assert seen == sorted(seen), "states went backwards"
    assert {e["tid"] for e in polls}.isdisjoint({dialled["tid"]}) and len({e["tid"] for e in polls}) == 1
    assert all(e["handle"] == dialled["handle"] != 0 for e in polls), "the handle was written before the dial began"
    at_device = next(e["status"] for e in polls if e["status"]["state"] == CONNECT_DEVICE)
    assert at_device["device"] == "eth0" and at_device["device_type"].lower() == "pppoe"
    assert dialled["took_ms"] > 200


def test_the_link_outlives_its_process(forwarding_server, wire, manager, book, start_shell):
    """The client is gone; packets flow; another process finds the connection and hangs it up."""
    wire.server.start(["/usr/bin/python3", transfer.__file__, "serve", "5001"], name="transfer server").wait_line("serving")
    client = manager.client("dial_sync", "--entry", "office", "--phonebook", book, "--then", "exit")
    assert client.wait(15) == 0
    handle = client.wait_event(event="dialled")["handle"]

    transfer.get(wire.client, forwarding_server.local, 5_000_000)
    transfer.put(wire.client, forwarding_server.local, 5_000_000)

    other = start_shell()
    found = other.enumerate()["connections"]
    assert [c["entry"] for c in found] == ["office"]
    assert found[0]["handle"] == handle
    assert found[0]["phonebook"] == str(book)
    assert other.projection(handle=handle)["server"] == forwarding_server.local
    assert other.hang_up(handle=handle)["result"] == 0
    assert other.status(handle=handle)["result"] == ERROR_INVALID_HANDLE
    assert other.hang_up(handle=handle)["result"] == ERROR_NO_CONNECTION
    manager.wait_restored()


def test_a_failed_dial_keeps_its_handle_until_hang_up(server, manager, book, start_shell):
    shell = start_shell()
    dialled = shell.dial(entry="office", phonebook=str(book), password="wrong")
    assert dialled["result"] == ERROR_AUTHENTICATION_FAILURE
    assert dialled["handle"] != 0
    status = shell.status(handle=dialled["handle"])
    assert status["result"] == 0 and status["error"] == ERROR_AUTHENTICATION_FAILURE
    assert shell.enumerate()["connections"] == [], "a failed connection is not listed"
    assert shell.hang_up(handle=dialled["handle"])["result"] == 0
    assert shell.status(handle=dialled["handle"])["result"] == ERROR_INVALID_HANDLE
    manager.wait_restored()


def test_a_failed_dial_outlives_its_process_only_for_a_while(server, wire, start_manager, book):
    """The manager hangs up for a process that has died; `rasdial --status` can still tell why, for 60 s (here 1 s)."""
    manager = start_manager(wire.client, config="[manager]\nkeep_failed = 1\n")
    result = manager.rasdial("office", "alice", "wrong", f"/PHONEBOOK:{book}")
    assert result.status == 1
    holder, other = RasShell(manager, built(LIBRARY)), RasShell(manager, built(LIBRARY))
    try:
        handle = holder.dial(entry="office", phonebook=str(book), password="wrong")["handle"]
        wait_until(lambda: len(manager.status()) == 1, 5, "what rasdial left is forgotten")
        assert other.status(handle=handle)["error"] == ERROR_AUTHENTICATION_FAILURE, "this one's process lives"
        holder.kill()
        wait_until(lambda: other.status(handle=handle)["result"] == ERROR_INVALID_HANDLE, 5, "the handle is gone")
    finally:
        holder.kill()
        other.kill()
    manager.wait_restored()


def test_killed_while_blocked_leaves_nothing(slow_server, manager, book):
    client = manager.client("dial_sync", "--entry", "office", "--phonebook", book)
    client.wait_event(event="poll")
    client.kill()
    manager.wait_restored()
    manager.wait_forgotten("office")


@pytest.mark.parametrize("state", [CONNECT_DEVICE, AUTHENTICATE])
def test_hung_up_by_another_thread_it_returns_631(slow_server, manager, book, state):
    client = manager.client("dial_sync", "--entry", "office", "--phonebook", book, "--hangup-at", state)
    dialled = client.wait_event(event="dialled", timeout=10)
    assert dialled["result"] == 631
    hung_up = client.wait_event(event="hangup")
    assert hung_up["result"] == 0 and hung_up["took_ms"] < 5000
    assert hung_up["after"]["result"] == ERROR_INVALID_HANDLE
    client.wait(5)
    manager.wait_restored()


def test_the_handle_is_not_used_again(server, manager, book, start_shell):
    shell = start_shell()
    handles = []
    for _ in range(3):
        dialled = shell.dial(entry="office", phonebook=str(book))
        assert dialled["result"] == 0
        handles.append(dialled["handle"])
        assert shell.hang_up(handle=dialled["handle"])["result"] == 0
    assert all(a != b for a, b in itertools.combinations(handles, 2))
    assert all(0 < handle < 1 << 32 for handle in handles)
