"""Threads and processes that end: early, in the handler, by kill, by fork; what must stay and what must go."""

import os
import signal

import pytest

from support.dialling import ping
from support.events import wait_exit
from support.programs import (AUTHENTICATE, AUTHENTICATED, BEFORE_CONNECTED, CONNECT_DEVICE, CONNECTED, ERROR_INVALID_HANDLE,
                              PROJECTED)


@pytest.mark.parametrize("state", [CONNECT_DEVICE, AUTHENTICATE, AUTHENTICATED])
@pytest.mark.parametrize("how", ["return", "pthread_exit", "main_pthread_exit"])
def test_a_thread_that_ends_early_gets_its_dial_aborted(wire, start_rasserver, manager, book, how, state):
    # One pump delivers all that is there: the next state must not be, yet.
    start_rasserver(wire.server, arguments=["--delay", "300ms"])
    client = manager.client("dial_thread_end", "--entry", "office", "--phonebook", book, "--at", state, "--how", how,
                            stdin=-1)
    watched = client.wait_event(event="watched", timeout=15)
    status = watched["status"]
    assert status["result"] == ERROR_INVALID_HANDLE or status["error"] != 0, watched
    assert watched["took_ms"] < 3000
    assert client.alive(), "the process itself lives on"
    manager.wait_restored()
    manager.wait_forgotten("office")
    client.close_stdin()
    client.wait(5)


@pytest.mark.parametrize("state", [CONNECT_DEVICE, AUTHENTICATE])
def test_fork_without_exec_keeps_nothing_alive(server, manager, book, state):
    client = manager.client("dial_fork", "--entry", "office", "--phonebook", book, "--at", state, stdin=-1)
    child = client.wait_event(event="child", timeout=15)["pid"]
    client.wait_event(event="forked")
    assert client.alive()
    os.kill(client.pid, signal.SIGKILL)
    assert wait_exit(client.pid, 5)
    assert os.path.exists(f"/proc/{child}"), "the child lives, and holds no more than its own memory"
    manager.wait_forgotten("office", timeout=3)
    manager.wait_restored()
    client.close_stdin()
    client.wait_event(event="child-status", timeout=5)
    wait_exit(child, 5)


def test_exit_inside_the_connected_handler_leaves_the_link_up(forwarding_server, wire, manager, book):
    client = manager.client("dial_async", "--entry", "office", "--phonebook", book, "--exit-in", CONNECTED)
    assert client.wait(15) == 0
    assert client.wait_event(event="exiting")
    assert manager.connection("office")["state"] == "Connected"
    ping(wire.client, forwarding_server.local)
    assert manager.rasdial("office", "/DISCONNECT").status == 0
    manager.wait_restored()


def test_exit_inside_an_earlier_handler_aborts_the_dial(server, manager, book):
    client = manager.client("dial_async", "--entry", "office", "--phonebook", book, "--exit-in", PROJECTED)
    assert client.wait(15) == 0
    manager.wait_restored()
    manager.wait_forgotten("office")


@pytest.mark.parametrize("state", BEFORE_CONNECTED.values(), ids=BEFORE_CONNECTED.keys())
def test_kill_before_connected_leaves_nothing(server, manager, book, start_shell, state):
    client = manager.client("dial_async", "--entry", "office", "--phonebook", book, "--hold-at", state, stdin=-1)
    handle = client.wait_event(event="dialled")["handle"]
    client.wait_event(event="notify", state=state)
    client.kill()
    manager.wait_restored()
    manager.wait_forgotten("office")
    assert manager.interfaces() == []
    server.wait_sessions(0)
    shell = start_shell()
    assert all(c["handle"] != handle for c in shell.enumerate()["connections"])
    assert shell.dial(entry="office", phonebook=str(book))["result"] == 0, "the entry can be dialled again at once"


def test_kill_between_states_leaves_nothing(wire, start_rasserver, manager, book):
    """Killed while the wire is waited for, not while a handler runs."""
    start_rasserver(wire.server, arguments=["--delay", "1000ms"])
    client = manager.client("dial_async", "--entry", "office", "--phonebook", book)
    client.wait_event(event="handled", state=AUTHENTICATE)
    client.kill()
    manager.wait_restored()
    manager.wait_forgotten("office")


def test_kill_after_connected_leaves_the_link(forwarding_server, wire, manager, book):
    client = manager.client("dial_async", "--entry", "office", "--phonebook", book, "--then", "hold", stdin=-1)
    client.wait_event(event="finished", timeout=15)
    client.kill()
    ping(wire.client, forwarding_server.local)
    assert manager.connection("office")["state"] == "Connected"
