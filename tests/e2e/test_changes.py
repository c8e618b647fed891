"""What the peer does to a link after its set-up, or while a handler of the set-up sleeps."""

import socket
import struct

import pytest

from support.dialling import dial
from support.events import wait_until
from support.programs import APPLY_SETTINGS, PROJECTED, is_over, pppoe_entry, write_phonebook
from support.scripted_peer import IPCP, IPV6CP, LCP, ScriptedPeer

ERROR_REMOTE_DISCONNECTION = 629
ERROR_PPP_NCP_TERMINATED = 736


@pytest.fixture
def book(work):
    return write_phonebook(work / "book.pbk", pppoe_entry("office", default_route=True),
                           pppoe_entry("named", IdleDisconnectSeconds=1, OpenRasInterfaceName="isp0"))


@pytest.fixture
def peer(wire):
    made = ScriptedPeer(wire.server)
    yield made
    made.close()


def default_routes(manager, family):
    halves = {"-4": ("0.0.0.0/1", "128.0.0.0/1"), "-6": ("::/1", "8000::/1")}[family]
    return sorted(route["dst"] for route in manager.namespace.ip_json(family, "route") if route["dst"] in halves)


def wait_for_ipv6_route(manager, interface):
    """The link gets a global address, as of a router advertisement, and so the IPv6 default route."""
    assert default_routes(manager, "-6") == []
    manager.namespace.ip("-6", "addr", "add", "2001:db8:1::5/64", "dev", interface, "nodad")
    wait_until(lambda: default_routes(manager, "-6") == ["8000::/1", "::/1"], 8, "the IPv6 default route", every=0.02)


def ipv4_addresses(manager, interface):
    return [a["local"] for a in manager.namespace.addresses(interface) if a["family"] == "inet"]


def dial_and_hold(manager, book, state):
    """A dial whose handler of that state has not returned."""
    client = manager.client("dial_async", "--entry", "office", "--phonebook", book, "--hold-at", state,
                            "--then", "hold", stdin=-1)
    client.wait_event(event="notify", state=state)
    return client


@pytest.mark.parametrize("state", [PROJECTED, APPLY_SETTINGS])
def test_a_link_that_ends_while_the_handler_sleeps_is_not_connected(peer, manager, book, state):
    client = dial_and_hold(manager, book, state)
    peer.end(LCP)
    client.write("\n")
    assert client.wait_event(event="finished")["cause"]["error"] == ERROR_REMOTE_DISCONNECTION
    heard = [(e["state"], e["error"]) for e in client.events() if e["event"] == "notify"]
    assert heard[-2:] == [(state, 0), (state, ERROR_REMOTE_DISCONNECTION)]
    connection = manager.connection("office")
    assert is_over(connection) and connection["ended_by"] == "peer" and connection["peer_text"] == "maintenance"
    manager.wait_restored()


def test_what_changes_while_the_handler_sleeps_is_applied(peer, manager, book):
    client = dial_and_hold(manager, book, PROJECTED)
    peer.end(IPCP)
    client.write("\n")
    client.wait_event(event="finished")
    connection = manager.connection("office")
    assert connection["state"] == "Connected" and connection["ipv4_local"] == "" and connection["ipv6_local"] != ""
    assert ipv4_addresses(manager, connection["interface"]) == []
    assert default_routes(manager, "-4") == []
    wait_for_ipv6_route(manager, connection["interface"])


def test_another_address_is_applied(peer, manager, book, start_shell):
    shell = start_shell()
    handle = shell.dial(entry="office", phonebook=str(book))["handle"]
    interface = manager.connection("office")["interface"]
    assert ipv4_addresses(manager, interface) == ["10.64.0.2"]
    peer.renumber("10.64.0.9", "10.64.0.54")
    wait_until(lambda: ipv4_addresses(manager, interface) == ["10.64.0.9"], 8, "the new address is applied", every=0.1)
    wait_until(lambda: "nameserver 10.64.0.54\n" in manager.resolv_conf.read_text(), 8, "so is the name server",
               every=0.1)
    assert "10.64.0.53" not in manager.resolv_conf.read_text()
    assert default_routes(manager, "-4") == ["0.0.0.0/1", "128.0.0.0/1"]
    assert shell.projection(handle=handle)["address"] == "10.64.0.9"
    assert manager.connection("office")["ipv4_local"] == "10.64.0.9"
    assert shell.hang_up(handle=handle)["result"] == 0
    manager.wait_restored()


def test_a_network_protocol_that_ends_leaves_nothing(peer, manager, book, start_shell):
    shell = start_shell()
    handle = shell.dial(entry="office", phonebook=str(book))["handle"]
    interface = manager.connection("office")["interface"]
    wait_for_ipv6_route(manager, interface)
    peer.end(IPCP)
    wait_until(lambda: ipv4_addresses(manager, interface) == [], 8, "IPv4 is gone", every=0.1)
    wait_until(lambda: manager.resolv_conf.read_text() == "nameserver 192.0.2.53\n", 8, "so is its DNS", every=0.1)
    assert default_routes(manager, "-4") == [] and default_routes(manager, "-6") == ["8000::/1", "::/1"]
    assert shell.projection(handle=handle)["error"] == ERROR_PPP_NCP_TERMINATED
    assert manager.connection("office")["state"] == "Connected"


def test_a_network_protocol_that_the_peer_has_closed_comes_back(peer, manager, book):
    """Both are closed, and the connection waits for them."""
    dial(manager, book, "office")
    interface = manager.connection("office")["interface"]
    peer.end(IPV6CP)
    peer.end(IPCP)
    wait_until(lambda: ipv4_addresses(manager, interface) == [], 8, "IPv4 is gone", every=0.1)
    peer.begin(IPCP)
    wait_until(lambda: ipv4_addresses(manager, interface) == ["10.64.0.2"], 8, "IPv4 is back", every=0.1)
    assert default_routes(manager, "-4") == ["0.0.0.0/1", "128.0.0.0/1"] and default_routes(manager, "-6") == []
    peer.begin(IPV6CP)
    wait_until(lambda: manager.connection("office")["ipv6_local"] != "", 8, "so is IPv6", every=0.1)
    connection = manager.connection("office")
    assert connection["state"] == "Connected" and connection["ipv4_local"] == "10.64.0.2"


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    return ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF


def echo_request(source, destination):
    icmp = struct.pack("!BBHHH", 8, 0, 0, 1, 1)
    icmp = icmp[:2] + struct.pack("!H", checksum(icmp)) + icmp[4:]
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(icmp), 0, 0, 64, 1, 0, socket.inet_aton(source),
                       socket.inet_aton(destination))
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + icmp


def test_data_with_address_and_control_fields_is_taken(peer, manager, book):
    dial(manager, book, "office")
    peer.send_frame(b"\xff\x03\x00\x21" + echo_request("10.64.0.1", "10.64.0.2"))
    wait_until(lambda: any(protocol == 0x0021 and packet[9] == 1 and packet[20] == 0
                           for protocol, packet in peer.packets), 8, "the echo is answered", every=0.05)


def test_with_the_last_network_protocol_the_connection_ends(peer, wire, start_manager, book):
    """The time for which it waits for one to come back is short here."""
    manager = start_manager(wire.client, config="[ppp]\nreopen_timeout = 1\n")
    dial(manager, book, "office")
    peer.end(IPV6CP)
    peer.end(IPCP)
    wait_until(lambda: is_over(manager.connection("office")), 8, "the connection has ended", every=0.1)
    connection = manager.connection("office")
    assert connection["error"] == ERROR_PPP_NCP_TERMINATED and connection["ended_by"] == "peer"
    manager.wait_restored()


def test_an_entry_is_dialled_anew_while_its_lost_connection_is_torn_down(server, manager, book, start_shell):
    """The server is silent, so the orderly end takes a while; the new connection has the interface's name."""
    shell = start_shell()
    old = shell.dial(entry="named", phonebook=str(book))["handle"]
    server.silence()
    wait_until(lambda: shell.enumerate()["connections"] == [], 8, "it is lost", every=0.02)
    server.speak()
    new = shell.dial(entry="named", phonebook=str(book))
    assert new["result"] == 0 and new["handle"] != old
    connection = next(c for c in manager.status() if c["handle"] == new["handle"])
    assert connection["interface"] == "isp0"
