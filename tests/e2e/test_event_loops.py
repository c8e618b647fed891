"""Notifications through one descriptor in somebody else's event loop; a window; a library thread."""

import os
import subprocess

import pytest

from support.events import wait_until
from support.programs import AUTHENTICATE, CONNECTED


def notifications(client):
    return [e for e in client.events() if e["event"] == "notify"]


@pytest.mark.parametrize("blocking_calls", [0, 20], ids=["plain", "blocking-calls"])
@pytest.mark.parametrize("loop", ["epoll", "glib", "asio"])
def test_a_loop_drives_the_dial_by_the_descriptor(server, manager, book, loop, blocking_calls):
    client = manager.client("dial_loops", "--entry", "office", "--phonebook", book, "--loop", loop,
                            "--blocking-calls", blocking_calls)
    assert client.wait(20) == 0
    events = client.events()
    assert not [e for e in events if e["event"] == "loop-stuck"], "the loop slept although a notification waited"
    assert not [e for e in events if e["event"] == "descriptor-changed"]
    assert all(e["readable"] for e in events if e["event"] == "after-blocking"), \
        "a blocking call read the notification and the descriptor went quiet"
    heard = notifications(client)
    assert heard[-1]["state"] == CONNECTED
    assert all(e["same_thread"] for e in heard)
    assert client.wait_event(event="finished")["status"]["state"] == CONNECTED


@pytest.fixture
def display(work):
    """An X server of our own; -displayfd tells the number when it is ready."""
    reading, writing = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", "64x64x24", "-nolisten", "tcp"],
                              pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    assert number, "Xvfb did not start"
    yield {"DISPLAY": f":{number}"}
    server.terminate()
    server.wait(10)


def test_a_window_is_told_and_answers(server, manager, book, display):
    client = manager.client("dial_window", "--entry", "office", "--phonebook", book, env=display, stdin=-1)
    client.wait_event(event="finished", timeout=15)
    heard = notifications(client)
    assert heard[-1]["state"] == CONNECTED and all(e["error"] == 0 for e in heard)
    assert all(e["format"] == 32 for e in heard)
    handle = client.wait_event(event="dialled")["handle"]
    assert all(e["handle"] == handle for e in heard)
    assert all(e["result"] == 0 for e in client.events() if e["event"] == "answered")
    client.close_stdin()
    assert client.wait(5) == 0


def test_the_dial_waits_for_the_window(server, manager, book, display):
    client = manager.client("dial_window", "--entry", "office", "--phonebook", book, "--sleep-at", AUTHENTICATE,
                            "--sleep-ms", "1500", env=display, stdin=-1)
    client.wait_event(event="finished", timeout=15)
    heard = notifications(client)
    index = next(i for i, e in enumerate(heard) if e["state"] == AUTHENTICATE)
    assert heard[index + 1]["ms"] - heard[index]["ms"] >= 1500
    client.close_stdin()
    client.wait(5)


def test_a_window_that_vanishes_ends_the_dial(server, manager, book, display):
    client = manager.client("dial_window", "--entry", "office", "--phonebook", book, "--destroy-at", AUTHENTICATE,
                            env=display, stdin=-1)
    client.wait_event(event="destroyed", timeout=15)
    manager.wait_forgotten("office", timeout=12)
    manager.wait_restored()
    client.close_stdin()
    client.wait(5)


@pytest.mark.parametrize("mode", ["call", "environment"])
def test_worker_delivery(server, manager, book, mode):
    env = {"OPENRAS_NOTIFY": "worker"} if mode == "environment" else {}
    client = manager.client("dial_worker", "--entry", "office", "--phonebook", book, "--mode", mode, env=env, stdin=-1)
    client.wait_event(event="notify", state=CONNECTED, timeout=15)
    heard = notifications(client)
    assert not any(e["same_thread"] for e in heard)
    assert len({e["tid"] for e in heard}) == 1, "one library thread stands in for the caller"
    client.close_stdin()
    assert client.wait(10) == 0
    hung_up = client.wait_event(event="hangup")
    assert hung_up["result"] == 0 and hung_up["after"]["result"] == 6


def test_worker_dies_with_its_process(server, manager, book):
    client = manager.client("dial_worker", "--entry", "office", "--phonebook", book, stdin=-1)
    client.wait_event(event="notify")
    client.kill()
    wait_until(lambda: not client.alive(), 5, "the client is gone")
    # Either the dial was established by then or it must be gone.
    connection = manager.connection("office")
    if connection is None or connection["state"] != "Connected":
        manager.wait_restored()
