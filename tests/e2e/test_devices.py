"""Which Ethernet interface a dial uses, and what its MTU makes of the link."""

import pytest

from support.dialling import dial, hang_up, ping
from support.programs import pppoe_entry, write_phonebook

WINDOWS_DEVICE = "WAN Miniport (PPPOE)"


@pytest.fixture
def book(work):
    return write_phonebook(work / "book.pbk", pppoe_entry("windows", interface=WINDOWS_DEVICE), pppoe_entry("office"),
                           pppoe_entry("missing", interface="eth9"))


def test_what_windows_writes_means_the_only_interface(server, manager, book):
    assert dial(manager, book, "windows")["device_name"] == "eth0"
    hang_up(manager, "windows")


@pytest.mark.parametrize("name", ["WAN 微型端口(PPPOE)", "", "PPPoe"])
def test_names_of_other_windows_mean_the_same(server, manager, work, name):
    book = write_phonebook(work / "names.pbk", pppoe_entry("made", interface=name))
    assert dial(manager, book, "made")["device_name"] == "eth0"
    hang_up(manager, "made")


def test_a_medium_that_is_not_there_is_named(manager, work):
    book = work / "vpn.pbk"
    book.write_text("[vpn]\nType=2\nMEDIA=rastapi\nPort=VPN2-0\nDevice=WAN Miniport (L2TP)\nDEVICE=vpn\n"
                    "PhoneNumber=vpn.example\n")
    result = manager.rasdial("vpn", "alice", "secret", f"/PHONEBOOK:{book}")
    assert result.status == 1 and "'vpn' (WAN Miniport (L2TP))" in result.stderr, result
    assert "interface" not in result.stderr, result
    manager.wait_restored()


def test_with_several_interfaces_one_must_be_named(lab, wire, server, start_manager, book):
    lab.cable(wire.client, "eth1", wire.server, "eth1")
    manager = start_manager(wire.client)
    result = manager.rasdial("windows", "alice", "secret", f"/PHONEBOOK:{book}")
    assert result.status == 1, result
    assert "eth0" in result.stderr and "eth1" in result.stderr, "the choice is named"
    manager.wait_restored()


def test_the_configured_interface_is_what_windows_writes(lab, wire, server, start_manager, book):
    lab.cable(wire.client, "eth1", wire.server, "eth1")
    manager = start_manager(wire.client, config='[pppoe]\ninterface = "eth0"\n')
    assert dial(manager, book, "windows")["device_name"] == "eth0"
    hang_up(manager, "windows")


def test_an_interface_that_is_not_there(wire, manager, book):
    result = manager.rasdial("missing", "alice", "secret", f"/PHONEBOOK:{book}")
    assert result.status == 1 and "eth9" in result.stderr, result
    manager.wait_restored()


@pytest.mark.parametrize("ethernet, server_grants, link", [(1500, 1500, 1492), (1508, 1500, 1500), (9000, 1500, 1500),
                                                           (1508, 1492, 1492)])
def test_rfc_4638_gives_a_whole_1500_bytes(lab, start_rasserver, start_manager, book, ethernet, server_grants, link):
    client, server = lab.namespace("client"), lab.namespace("server")
    lab.cable(client, "eth0", server, "eth0", mtu=ethernet)
    concentrator = start_rasserver(server, arguments=["--tun", "--max-payload", str(server_grants)])
    manager = start_manager(client)
    connection = dial(manager, book, "office")
    assert connection["mtu"] == link
    assert client.links()[connection["interface"]]["mtu"] == link
    ping(client, concentrator.local, size=link - 28, whole=True)
    ping(client, concentrator.local, size=4000)
    hang_up(manager, "office")
