"""Threads with dials of their own, and signals that hit every call."""

import pytest

from support.programs import CONNECTED

ENTRIES = ["a", "b", "c", "d"]


def check_each_thread_got_its_own(client, entries=ENTRIES):
    events = client.events()
    dialled = {e["entry"]: e for e in events if e["event"] == "dialled"}
    assert sorted(dialled) == sorted(entries)
    heard = [e for e in events if e["event"] == "notify"]
    assert all(e["own"] for e in heard), "a notification came to a thread that did not dial it"
    for entry, dial in dialled.items():
        of_entry = [e for e in heard if e["entry"] == entry]
        assert {e["tid"] for e in of_entry} == {dial["tid"]}
        assert {e["handle"] for e in of_entry} == {dial["handle"]}
        states = [e["state"] for e in of_entry]
        assert states == sorted(states) and states[-1] == CONNECTED
        assert all(e["error"] == 0 for e in of_entry)
    assert all(e["status"]["state"] == CONNECTED for e in events if e["event"] == "status")


def test_two_threads_with_two_dials_each(server, manager, book):
    client = manager.client("dial_threads", "--entries", ",".join(ENTRIES), "--phonebook", book, "--threads", "2")
    assert client.wait(20) == 0
    check_each_thread_got_its_own(client)
    manager.wait_restored()


@pytest.mark.parametrize("threads", [1, 2])
def test_signals_every_3_ms_harm_no_call(server, manager, book, threads):
    client = manager.client("dial_threads", "--entries", ",".join(ENTRIES), "--phonebook", book, "--threads", threads,
                            "--signals-us", "3000")
    assert client.wait(20) == 0
    check_each_thread_got_its_own(client)
    assert client.wait_event(event="bye")["signals"] > 0
    assert all(e["result"] == 0 for e in client.events() if e["event"] == "hangup")
    manager.wait_restored()


def test_sixteen_threads(server, manager, book):
    entries = [f"e{i}" for i in range(64)]
    client = manager.client("dial_threads", "--entries", ",".join(entries), "--phonebook", book, "--threads", "16")
    assert client.wait(30) == 0
    check_each_thread_got_its_own(client, entries)
    manager.wait_restored()
