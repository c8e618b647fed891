"""A thousand dials at once from one process: all connect, all hang up, nothing is left."""

import pytest

from support.events import wait_until
from support.programs import pppoe_entry, write_phonebook

COUNT = 1000


@pytest.fixture
def large_book(work):
    return write_phonebook(work / "large.pbk", *(pppoe_entry(f"e{i}") for i in range(COUNT)))


@pytest.mark.slow
@pytest.mark.parametrize("interfaces", [0, COUNT], ids=["counting", "tun"])
def test_a_thousand_dials_at_once(wire, start_rasserver, start_manager, large_book, interfaces):
    # A line for each state of each dial is the default; here it would only make work for this process, which reads it.
    quiet = ["--log-level", "warn"]
    server = start_rasserver(wire.server, arguments=quiet)
    arguments = [*quiet, *([] if interfaces else ["--counting"])]
    manager = start_manager(wire.client, arguments=arguments)
    client = manager.client("dial_many", "--prefix", "e", "--count", COUNT, "--phonebook", large_book, stdin=-1)

    up = client.wait_event(event="all-up", timeout=120)
    assert up["errors"] == {} and up["connected"] == COUNT
    assert up["ordered"] == COUNT, "each dial hears its states in order, and one end"
    connections = manager.status()
    assert len(connections) == COUNT
    assert len({c["ipv4_local"] for c in connections}) == COUNT, "each has an address of its own"
    assert len(manager.interfaces()) == interfaces
    server.wait_sessions(COUNT)

    client.write("\n")
    down = client.wait_event(event="all-down", timeout=120)
    assert down["failed"] == 0
    assert down["statuses"] == {"6": COUNT}
    assert client.wait() == 0
    server.wait_sessions(0, timeout=10)
    manager.wait_restored()
    wait_until(lambda: manager.status() == [], 5, "the manager knows no connection any more")
