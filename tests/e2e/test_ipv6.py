"""IPv6 of a connection: the default route follows the addresses, name servers come with router advertisements, and a
machine without IPv6 is left without."""

import pytest

from support.dialling import dial
from support.events import wait_until
from support.programs import pppoe_entry, write_phonebook

HALVES = ["8000::/1", "::/1"]
RESOLVER = "nameserver 192.0.2.53\n"


@pytest.fixture
def book(work):
    return write_phonebook(work / "book.pbk", pppoe_entry("office", default_route=True),
                           pppoe_entry("insists", default_route=True, OpenRasIpv6RouteAlways=1),
                           pppoe_entry("six-alone", ExcludedProtocols=4))


def ipv6_halves(manager):
    return sorted(route["dst"] for route in manager.namespace.ip_json("-6", "route") if route["dst"] in HALVES)


def global_addresses(manager, interface="ppp0"):
    return [a["local"] for a in manager.namespace.addresses(interface)
            if a["family"] == "inet6" and a["scope"] == "global"]


def test_an_advertisement_brings_address_route_and_name_servers_for_its_lifetime(wire, start_rasserver, manager, book):
    start_rasserver(wire.server, arguments=["--ipv6-prefix", "2001:db8:1::/48", "--rdnss", "2001:db8:1::53",
                                            "--dnssl", "isp.example", "--ra-lifetime", "3s"])
    dial(manager, book, "office")
    wait_until(lambda: ipv6_halves(manager) == HALVES, 8, "the IPv6 default route", every=0.02)
    assert len(global_addresses(manager)) == 1
    wait_until(lambda: "nameserver 2001:db8:1::53\n" in manager.resolv_conf.read_text(), 8, "the name server",
               every=0.02)
    assert "search isp.example\n" in manager.resolv_conf.read_text()
    connection = manager.connection("office")
    assert connection["dns"][-1] == "2001:db8:1::53" and connection["search"] == ["isp.example"]
    # Nobody advertises it again.
    wait_until(lambda: global_addresses(manager) == [] and ipv6_halves(manager) == [], 8, "address and route expire",
               every=0.05)
    wait_until(lambda: "2001:db8" not in manager.resolv_conf.read_text(), 8, "the name server expires", every=0.05)
    assert "isp.example" not in manager.resolv_conf.read_text()
    assert manager.connection("office")["state"] == "Connected" and manager.connection("office")["search"] == []
    manager.rasdial("office", "/DISCONNECT")
    manager.wait_restored()
    assert manager.resolv_conf.read_text() == RESOLVER


def test_without_an_advertisement_there_is_no_ipv6_route_unless_the_entry_insists(wire, start_rasserver, manager, book):
    start_rasserver(wire.server, arguments=["--ipv6-prefix", "2001:db8:1::/48", "--fault", "no-ra"])
    dial(manager, book, "office")
    assert manager.connection("office")["ipv6_local"] != ""
    assert ipv6_halves(manager) == []
    dial(manager, book, "insists")
    assert ipv6_halves(manager) == HALVES


def test_a_machine_without_ipv6_is_left_without(wire, start_rasserver, start_manager, book):
    start_rasserver(wire.server, arguments=["--ipv6-prefix", "2001:db8:1::/48"])
    wire.client.run(["sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1"], check=True)
    manager = start_manager(wire.client)
    dial(manager, book, "office")
    connection = manager.connection("office")
    assert connection["state"] == "Connected" and connection["ipv4_local"] != "" and connection["ipv6_local"] == ""
    assert connection["ipv6_detail"] == "IPv6 is switched off on this machine (net.ipv6.conf.all.disable_ipv6)"
    assert [a["family"] for a in wire.client.addresses("ppp0")] == ["inet"]
    refused = manager.rasdial("six-alone", "alice", "secret", f"/PHONEBOOK:{book}")
    assert refused.status != 0 and "IPv6 is switched off on this machine" in refused.stdout + refused.stderr
