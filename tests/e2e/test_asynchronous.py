"""An asynchronous RasDial: what the handler sees, when and where, and that the dial waits for it."""

import select
import socket

import pytest

from support.events import wait_until
from support.programs import (AUTHENTICATE, BEFORE_CONNECTED, CONNECT_DEVICE, CONNECTED, ERROR_AUTHENTICATION_FAILURE,
                              PROJECTED)


def notifications(client):
    return [e for e in client.events() if e["event"] == "notify"]


def dial(manager, book, *words, stdin=None, entry="office"):
    return manager.client("dial_async", "--entry", entry, "--phonebook", book, *words, stdin=stdin)


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_each_kind_of_handler_runs_on_the_calling_thread_in_order(server, manager, book, kind):
    client = dial(manager, book, "--type", kind, "--idle-ms", "200")
    assert client.wait(15) == 0
    dialled = client.wait_event(event="dialled")
    heard = notifications(client)
    states = [e["state"] for e in heard]

    assert {CONNECT_DEVICE, AUTHENTICATE, PROJECTED, CONNECTED} <= set(states)
    assert states[-1] == CONNECTED and states.count(CONNECTED) == 1, "nothing comes after Connected"
    assert len(states) == len(set(states)), f"a state came twice: {states}"
    # Projected (18) comes after Authenticated (14); within each phase the numbers rise.
    assert states == sorted(states), states
    assert all(e["error"] == 0 for e in heard)
    assert all(e["same_thread"] and e["tid"] == dialled["tid"] for e in heard)
    assert all(e["depth"] == 1 for e in heard), "handlers were nested"
    assert all(e["handle_written"] for e in heard), "a handler ran before RasDial had written the handle"
    assert all(e["status"]["state"] == e["state"] for e in heard), \
        "RasGetConnectStatus reports the announced state"
    if kind != 0:
        assert all(e["handle"] == dialled["handle"] for e in heard)
    if kind == 2:
        assert all(e["callback_id"] == 4711 and e["subentry"] == 1 for e in heard)


def test_rasdial_returns_before_the_first_notification(server, manager, book):
    client = dial(manager, book)
    assert client.wait(15) == 0
    order = [e["event"] for e in client.events()]
    assert order.index("dialled") < order.index("notify")


def test_what_the_handler_can_read(server, manager, book):
    client = dial(manager, book)
    assert client.wait(15) == 0
    by_state = {e["state"]: e for e in notifications(client)}
    assert by_state[CONNECT_DEVICE]["status"]["device"] == "eth0"
    assert by_state[PROJECTED]["projection"] == 0
    assert by_state[PROJECTED]["address"].startswith("10.64.")


def test_an_error_is_told_once_and_last(server, manager, book):
    client = dial(manager, book, "--password", "wrong", "--idle-ms", "300", "--then", "hangup")
    assert client.wait(15) == 0
    errors = [(e["state"], e["error"]) for e in notifications(client) if e["error"]]
    assert len(errors) == 1 and errors[0][1] == ERROR_AUTHENTICATION_FAILURE
    assert notifications(client)[-1]["error"] == ERROR_AUTHENTICATION_FAILURE
    finished = client.wait_event(event="finished")
    assert finished["status"]["error"] == ERROR_AUTHENTICATION_FAILURE
    assert finished["cause"]["error"] == ERROR_AUTHENTICATION_FAILURE
    manager.wait_restored()


@pytest.mark.parametrize("state", [CONNECT_DEVICE, AUTHENTICATE, PROJECTED])
def test_the_dial_is_suspended_while_the_handler_sleeps(server, manager, book, state):
    client = dial(manager, book, "--sleep-at", state, "--sleep-ms", "800")
    assert client.wait(20) == 0
    heard = notifications(client)
    index = next(i for i, e in enumerate(heard) if e["state"] == state)
    assert heard[index + 1]["ms"] - heard[index]["ms"] >= 800


def test_no_packet_of_the_announced_state_leaves_before_the_reply(wire, server, manager, book, work):
    """While the handler of ConnectDevice has not returned, not one discovery frame is on the wire."""
    sniffer = wire.server.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x8863))
    sniffer.bind(("eth0", 0x8863))
    sniffer.setblocking(False)
    client = dial(manager, book, "--hold-at", CONNECT_DEVICE, stdin=-1)
    client.wait_event(event="notify", state=CONNECT_DEVICE)
    assert manager.connection("office")["state"] == "ConnectDevice"
    assert not select.select([sniffer], [], [], 1.0)[0], "a discovery frame was sent while the handler had not returned"
    client.write("\n")
    assert select.select([sniffer], [], [], 5.0)[0], "no discovery after the handler returned"
    client.wait_event(event="notify", state=CONNECTED)
    sniffer.close()


@pytest.mark.slow
def test_a_handler_may_sleep_for_30_seconds(server, manager, book):
    """No time-out of ours strikes. (At Authenticate the server's own would: it waits for an LCP that must not begin.)"""
    client = dial(manager, book, "--sleep-at", CONNECT_DEVICE, "--sleep-ms", "30000")
    assert client.wait(45) == 0
    assert notifications(client)[-1]["state"] == CONNECTED


def test_layers_that_are_up_answer_while_the_handler_sleeps(wire, start_rasserver, manager, book):
    """At Projected LCP is open and the server sends echoes; unanswered, four of them would end the link."""
    start_rasserver(wire.server, arguments=["--echo", "1s"])
    client = dial(manager, book, "--sleep-at", PROJECTED, "--sleep-ms", "7000")
    assert client.wait(20) == 0
    assert notifications(client)[-1]["state"] == CONNECTED


def test_a_dial_inside_a_handler_is_refused(server, manager, book):
    client = dial(manager, book, "--dial-in", AUTHENTICATE)
    assert client.wait(15) == 0
    refused = client.wait_event(event="dialled-in")
    assert refused["result"] != 0 and refused["text"], refused
    assert notifications(client)[-1]["state"] == CONNECTED
    assert manager.connection("other") is None


def test_a_pump_inside_a_handler_delivers_nothing(server, manager, book):
    client = dial(manager, book, "--pump-in", AUTHENTICATE)
    assert client.wait(15) == 0
    assert client.wait_event(event="pumped-in")["result"] == 0
    assert all(e["depth"] == 1 for e in notifications(client))


@pytest.mark.parametrize("state", BEFORE_CONNECTED.values(), ids=BEFORE_CONNECTED.keys())
def test_a_handler_may_hang_up(server, manager, book, state):
    client = dial(manager, book, "--hangup-in", state, "--idle-ms", "300")
    assert client.wait(15) == 0
    heard = notifications(client)
    assert (heard[-1]["state"], heard[-1]["error"]) == (state, 631), heard[-1]
    assert [e["error"] for e in heard].count(631) == 1
    manager.wait_restored()
    manager.wait_forgotten("office")


def test_rasdialfunc2_that_returns_0_is_not_called_again(server, manager, book):
    client = dial(manager, book, "--type", "2", "--stop-at", AUTHENTICATE, "--idle-ms", "1500", "--then", "exit")
    assert client.wait(15) == 0
    assert notifications(client)[-1]["state"] == AUTHENTICATE


def test_a_thread_that_does_not_pump_is_noticed(server, wire, start_manager, book):
    manager = start_manager(wire.client, config="[manager]\nnot_pumping_after = 1\n")
    client = dial(manager, book, "--no-pump", "8000")
    client.wait_event(event="dialled")
    wait_until(lambda: (manager.connection("office") or {}).get("waiting_for_client"), 6, "the manager notices", every=0.1)
    text = manager.rasdial("--status").stdout
    assert "waiting for the client to pump" in text and str(client.pid) in text, text
    assert client.wait(30) == 0, "after that it pumps, and all is well"
    assert notifications(client)[-1]["state"] == CONNECTED
    assert len([line for line in client.stderr.splitlines() if line.strip()]) == 1, client.stderr
