"""OpenRAS against l2tpns' PPPoE: a concentrator with a PPP of its own, in user space; users by RADIUS."""

import pytest

from support import transfer
from support.dialling import MEGABYTE, dial, hang_up, ping
from support.events import wait_for_network, wait_until
from support.programs import pppoe_entry, write_phonebook


@pytest.fixture
def book(work):
    return write_phonebook(work / "interop.pbk", pppoe_entry("dsl", service="isp"), pppoe_entry("any"),
                           pppoe_entry("nobody-there", service="no-such-service"))


@pytest.mark.parametrize("entry", ["dsl", "any"])
def test_connects_and_packets_flow(l2tpns, start_manager, book, entry):
    manager = start_manager(l2tpns.client)
    connection = dial(manager, book, entry=entry)
    assert connection["ipv4_local"].startswith("10.66.0.")
    assert connection["ipv4_peer"] == l2tpns.server_ipv4
    assert connection["dns"] == l2tpns.dns
    ping(l2tpns.client, l2tpns.server_ipv4)
    assert connection["ipv6_local"].startswith("fe80:")
    hang_up(manager, entry)


def test_an_ipv6_prefix_is_advertised(l2tpns, start_manager, book):
    """l2tpns sends router advertisements: the interface gets an address of its prefix, and it works."""
    manager = start_manager(l2tpns.client)
    interface = dial(manager, book)["interface"]

    def global_address():
        return [a["local"] for a in l2tpns.client.addresses(interface) if a["local"].startswith("fd66:")]

    wait_for_network(l2tpns.client, global_address, 10, "an address from the router advertisement")
    l2tpns.client.ip("-6", "route", "replace", "fd66:1::/64", "dev", interface)
    ping(l2tpns.client, l2tpns.server_ipv6_address)
    hang_up(manager)


@pytest.mark.slow
@pytest.mark.parametrize("direction", ["get", "put"])
def test_100_megabytes_arrive_unharmed(l2tpns, start_manager, book, direction):
    manager = start_manager(l2tpns.client)
    dial(manager, book)
    move = transfer.get if direction == "get" else transfer.put
    move(l2tpns.client, l2tpns.server_ipv4, 100 * MEGABYTE, timeout=120)
    hang_up(manager)


def test_a_wrong_password_is_691(l2tpns, start_manager, book):
    manager = start_manager(l2tpns.client)
    result = manager.rasdial("dsl", "alice", "wrong", f"/PHONEBOOK:{book}")
    assert result.status == 1 and "691" in result.stderr, result
    manager.wait_restored()


def test_an_unknown_service_is_815(l2tpns, start_manager, book):
    manager = start_manager(l2tpns.client, config="[pppoe]\ndiscovery_timeout = 2\n")
    result = manager.rasdial("nobody-there", "alice", "secret", f"/PHONEBOOK:{book}")
    assert result.status == 1 and "815" in result.stderr, result
    manager.wait_restored()


def test_a_dead_server_is_found_by_echo(own_l2tpns, start_manager, book):
    server = own_l2tpns()
    manager = start_manager(server.client, config="[ppp]\necho_interval = 1\necho_failures = 2\n")
    dial(manager, book)
    server.close()
    wait_until(lambda: manager.connection("dsl")["state"] == "Disconnected", 8, "the loss of echoes is noticed", every=0.1)
    connection = manager.connection("dsl")
    assert connection["ended_by"] == "echo loss" and connection["error"] != 0, connection
    manager.wait_restored()
