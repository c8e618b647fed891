"""OpenRAS against Debian's pppoe-server with pppd, in a User-Mode Linux guest."""

import pytest

from support import transfer
from support.dialling import MEGABYTE, dial, hang_up, ping
from support.events import wait_until
from support.programs import CONNECTED, pppoe_entry, write_phonebook

AUTHENTICATIONS = ["pap", "chap", "mschap-v2"]


@pytest.fixture
def book(work):
    return write_phonebook(work / "interop.pbk", pppoe_entry("dsl", service="internet"), pppoe_entry("any"),
                           pppoe_entry("nobody-there", service="no-such-service"),
                           pppoe_entry("whole-machine", service="internet", default_route=True))


@pytest.mark.parametrize("auth", AUTHENTICATIONS)
def test_rasdial_connects_and_packets_flow(pppoe_server, start_manager, book, auth):
    server = pppoe_server(auth)
    manager = start_manager(server.client)
    connection = dial(manager, book)

    assert connection["ipv4_local"].startswith("10.65.0.")
    assert connection["ipv4_peer"] == server.server_ipv4
    assert connection["dns"] == server.dns
    assert connection["mtu"] == 1492
    interface = connection["interface"]
    assert manager.interfaces() == [interface]
    local = {address["local"] for address in server.client.addresses(interface)}
    assert connection["ipv4_local"] in local
    assert connection["ipv6_local"] in local, local

    ping(server.client, server.server_ipv4)
    ping(server.client, server.server_ipv4, size=1464)  # exactly 1492 bytes
    ping(server.client, connection["ipv6_peer"], interface=interface)
    hang_up(manager)
    wait_until(lambda: "Connection terminated" in server.log(), 5, "pppd has seen the end of the session")


@pytest.mark.parametrize("auth", AUTHENTICATIONS)
def test_the_api_connects(pppoe_server, start_manager, book, auth):
    server = pppoe_server(auth)
    manager = start_manager(server.client)
    client = manager.client("dial_async", "--entry", "any", "--phonebook", book, "--then", "hangup")
    client.wait_event(event="notify", state=CONNECTED, timeout=20)
    assert client.wait(10) == 0
    manager.wait_restored()


@pytest.mark.slow
@pytest.mark.parametrize("auth, family, direction", [
    ("pap", 4, "get"), ("pap", 6, "put"), ("chap", 4, "put"), ("chap", 6, "get"), ("mschap-v2", 4, "get"),
    ("mschap-v2", 6, "put")])
def test_all_bytes_arrive_unharmed(pppoe_server, start_manager, book, auth, family, direction):
    server = pppoe_server(auth)
    manager = start_manager(server.client)
    connection = dial(manager, book)
    address = server.server_ipv4 if family == 4 else connection["ipv6_peer"]
    move = transfer.get if direction == "get" else transfer.put
    move(server.client, address, 100 * MEGABYTE, timeout=120, interface=connection["interface"])
    counted = manager.connection("dsl")["bytes_received" if direction == "get" else "bytes_sent"]
    assert counted > 100 * MEGABYTE
    hang_up(manager)


@pytest.mark.parametrize("auth", AUTHENTICATIONS)
def test_a_wrong_password_is_691(pppoe_server, start_manager, book, auth):
    server = pppoe_server(auth)
    manager = start_manager(server.client)
    result = manager.rasdial("dsl", "alice", "wrong", f"/PHONEBOOK:{book}", "--json")
    assert result.status == 1, result
    assert "691" in result.stdout and "691" in result.stderr, result
    manager.wait_restored()


def test_an_unknown_service_is_815(pppoe_server, start_manager, book):
    server = pppoe_server("chap")
    manager = start_manager(server.client, config="[pppoe]\ndiscovery_timeout = 3\n")
    result = manager.rasdial("nobody-there", "alice", "secret", f"/PHONEBOOK:{book}")
    assert result.status == 1 and "815" in result.stderr, result
    manager.wait_restored()


def test_no_server_with_the_default_patience_is_815(wire, start_manager, book):
    manager = start_manager(wire.client)
    result = manager.rasdial("dsl", "alice", "secret", f"/PHONEBOOK:{book}")
    assert result.status == 1 and "815" in result.stderr, result
    assert result.seconds < 15
    manager.wait_restored()


def test_the_whole_machine_uses_the_link_if_the_entry_says_so(pppoe_server, start_manager, book):
    server = pppoe_server("chap")
    manager = start_manager(server.client)
    connection = dial(manager, book, entry="whole-machine")
    halves = {route["dst"] for route in server.client.ip_json("-4", "route", "show")
              if route["dev"] == connection["interface"]}
    assert {"0.0.0.0/1", "128.0.0.0/1"} <= halves, halves
    names = manager.resolv_conf.read_text()
    assert all(name in names for name in server.dns), names
    hang_up(manager, "whole-machine")  # looks at routes and resolv.conf


def test_a_dead_server_is_found_by_echo(own_pppoe_server, start_manager, book):
    server = own_pppoe_server("chap")
    manager = start_manager(server.client, config="[ppp]\necho_interval = 1\necho_failures = 3\n")
    client = manager.client("dial_sync", "--entry", "dsl", "--phonebook", book, "--then", "hold", stdin=-1)
    assert client.wait_event(event="dialled", timeout=20)["result"] == 0
    server.guest.kill()
    wait_until(lambda: manager.connection("dsl")["state"] == "Disconnected", 8, "the loss of echoes is noticed", every=0.1)
    connection = manager.connection("dsl")
    assert connection["ended_by"] == "echo loss", connection
    assert connection["error"] != 0
    manager.wait_restored()
    client.close_stdin()
    client.wait(5)


def test_a_server_that_ends_the_session_is_reported(own_pppoe_server, start_manager, book):
    """pppd's idle limit ends the session with a Terminate-Request: the peer's doing, told as such."""
    server = own_pppoe_server("chap", pppd_options="maxconnect 2")
    manager = start_manager(server.client)
    client = manager.client("dial_sync", "--entry", "dsl", "--phonebook", book, "--then", "hold", stdin=-1)
    assert client.wait_event(event="dialled", timeout=20)["result"] == 0
    wait_until(lambda: manager.connection("dsl")["state"] == "Disconnected", 10, "the peer's end is noticed", every=0.1)
    connection = manager.connection("dsl")
    assert connection["ended_by"] == "peer", connection
    assert "time" in connection["peer_text"], connection  # "Connect time expired"
    manager.wait_restored()
    client.close_stdin()
    client.wait(5)
