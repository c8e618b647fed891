"""RasHangUp at every state, from everywhere, against every peer."""

import pytest

from support.programs import (AUTHENTICATE, AUTH_NOTIFY, AUTH_PROJECT, BEFORE_CONNECTED, CONNECT_DEVICE, CONNECTED,
                              ERROR_INVALID_HANDLE, ERROR_NO_CONNECTION, ERROR_USER_DISCONNECTION)

STATES = {**BEFORE_CONNECTED, "Connected": CONNECTED}


def start(manager, book, state, origin, *words, stdin=None):
    return manager.client("hang_up", "--entry", "office", "--phonebook", book, "--at", state, "--from", origin, *words,
                          stdin=stdin)


def check(client, manager, hang_ups=1, good=1):
    assert client.wait(25) == 0
    events = client.events()
    done = [e for e in events if e["event"] == "hangup"]
    assert len(done) == hang_ups, events
    assert [e["result"] for e in done].count(0) >= good, done
    assert all(e["result"] in (0, ERROR_NO_CONNECTION) for e in done), done
    assert all(e["took_ms"] < 5000 for e in done), done
    assert all(e["after"]["result"] == ERROR_INVALID_HANDLE for e in done), done
    assert client.wait_event(event="bye")["finished"]
    manager.wait_restored()
    manager.wait_forgotten("office")
    return events


def last_notification(events):
    heard = [e for e in events if e["event"] == "notify"]
    return heard[-1]["state"], heard[-1]["error"]


@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
def test_by_another_thread(server, manager, book, state):
    events = check(start(manager, book, state, "thread"), manager)
    errors = [e["error"] for e in events if e["event"] == "notify" and e["error"]]
    assert errors in ([], [ERROR_USER_DISCONNECTION]), errors
    if not errors:
        assert last_notification(events)[0] == CONNECTED, "a pending dial hears its end"


@pytest.mark.parametrize("state", BEFORE_CONNECTED.values(), ids=BEFORE_CONNECTED.keys())
def test_while_a_handler_sleeps(server, manager, book, state):
    """RasHangUp never waits for a handler: it is done long before the handler wakes up."""
    client = start(manager, book, state, "sleeping", "--sleep-ms", "1500")
    events = check(client, manager)
    hung_up = next(e for e in events if e["event"] == "hangup")
    woke = next(e for e in events if e["event"] == "handled" and e["state"] == state)
    assert hung_up["ms"] < woke["ms"], "RasHangUp waited for the handler"
    assert last_notification(events)[1] == ERROR_USER_DISCONNECTION
    assert len([e for e in events if e["event"] == "notify" and e["error"]]) == 1


@pytest.mark.parametrize("state", BEFORE_CONNECTED.values(), ids=BEFORE_CONNECTED.keys())
def test_inside_the_handler(server, manager, book, state):
    client = start(manager, book, state, "handler")
    assert client.wait(15) == 0
    events = client.events()
    assert next(e for e in events if e["event"] == "hangup")["result"] == 0
    assert last_notification(events) == (state, ERROR_USER_DISCONNECTION)
    assert client.wait_event(event="final")["status"]["result"] == ERROR_INVALID_HANDLE
    manager.wait_restored()


def test_inside_the_connected_handler(server, manager, book):
    client = start(manager, book, CONNECTED, "handler")
    assert client.wait(15) == 0
    assert client.wait_event(event="final")["status"]["result"] == ERROR_INVALID_HANDLE
    manager.wait_restored()


@pytest.mark.parametrize("state", [CONNECT_DEVICE, AUTHENTICATE, CONNECTED])
def test_from_two_threads_at_once(server, manager, book, state):
    check(start(manager, book, state, "two"), manager, hang_ups=2)


@pytest.mark.parametrize("state", [AUTHENTICATE, CONNECTED])
def test_twice(server, manager, book, state):
    events = check(start(manager, book, state, "twice"), manager, hang_ups=2)
    assert [e["result"] for e in events if e["event"] == "hangup"] == [0, ERROR_NO_CONNECTION]


def test_after_connected(server, manager, book):
    check(start(manager, book, CONNECTED, "after"), manager)


def test_after_a_failure(server, manager, book):
    client = start(manager, book, CONNECTED, "after", "--password", "wrong")
    check(client, manager)


@pytest.mark.parametrize("delay", [0, 3, 10, 25, 60, 120])
def test_races_with_a_slow_dial(wire, start_rasserver, manager, book, delay):
    """The hang-up falls between states, wherever the dial is by then."""
    start_rasserver(wire.server, arguments=["--delay", "40ms"])
    check(start(manager, book, CONNECT_DEVICE, "thread", "--delay-ms", delay), manager)


def test_during_discovery_with_nobody_there(wire, manager, book):
    """No server answers: the hang-up falls into the wait for a PADO."""
    check(start(manager, book, CONNECT_DEVICE, "thread", "--delay-ms", "300"), manager)


@pytest.mark.parametrize("state", [AUTHENTICATE, AUTH_NOTIFY, AUTH_PROJECT, CONNECTED],
                         ids=["LCP", "authentication", "NCP", "connected"])
def test_a_peer_that_has_gone_silent(wire, start_rasserver, manager, book, state):
    """The server stops in the middle; in 5 s RasHangUp is done and all is gone though nobody has acknowledged it."""
    server = start_rasserver(wire.server)
    client = start(manager, book, state, "thread", "--on-lines", stdin=-1)
    client.wait_event(event="notify", state=state, timeout=15)
    server.silence()
    client.write("\n")
    client.wait_event(event="handled", state=state)
    client.write("\n")
    hung_up = client.wait_event(event="hangup")
    assert hung_up["result"] == 0 and hung_up["took_ms"] < 5500, hung_up
    assert hung_up["after"]["result"] == ERROR_INVALID_HANDLE, hung_up
    manager.wait_restored(1)
    assert client.wait(5) == 0
