"""Users who are neither root nor in the group: own connections only, and no say over the machine's network."""

import os

import pytest

from support.programs import ERROR_ACCESS_DENIED, pppoe_entry, write_phonebook

ALICE, BOB = 65501, 65502  # no such users need exist


@pytest.fixture
def book(work):
    return write_phonebook(work / "users.pbk", pppoe_entry("office", default_route=True), pppoe_entry("other"))


@pytest.fixture
def open_manager(wire, start_manager, work):
    """A manager whose administrator has opened the socket to everybody."""

    def start(config):
        manager = start_manager(wire.client, config=config)
        os.chmod(manager.socket, 0o666)
        return manager

    return start


def dial(manager, book, uid, entry="office"):
    return manager.rasdial(entry, "alice", "secret", f"/PHONEBOOK:{book}", uid=uid)


def test_an_interface_outside_the_list_is_error_5(server, open_manager, book):
    manager = open_manager("")
    result = dial(manager, book, ALICE)
    assert result.status == 1 and f"error {ERROR_ACCESS_DENIED}" in result.stderr.lower(), result
    assert "eth0" in result.stderr
    manager.wait_restored()


def test_who_is_outside_the_group_is_told_so(manager, book, work):
    """Not that no manager runs: that would send people after the wrong thing."""
    for words in (("office", "alice", "secret", f"/PHONEBOOK:{book}"), ("--status",), ("office", "/DISCONNECT")):
        refused = manager.rasdial(*words, uid=ALICE)
        assert refused.status == 1 and f"error {ERROR_ACCESS_DENIED} " in refused.stderr, refused
        assert "usermod -aG openras" in refused.stderr and "everyone = true" in refused.stderr, refused
        assert "start the manager" not in refused.stderr


def test_no_default_route_and_no_dns(wire, server, open_manager, book):
    manager = open_manager('[pppoe]\nuser_interfaces = ["eth0"]\n')
    assert dial(manager, book, ALICE).status == 0
    connection = manager.connection("office")
    assert connection["owner_uid"] == ALICE and connection["state"] == "Connected"
    targets = {route["dst"] for route in wire.client.ip_json("-4", "route", "show")}
    assert server.local in targets and not targets & {"default", "0.0.0.0/1", "128.0.0.0/1"}, targets
    assert "10.64." not in manager.resolv_conf.read_text()
    assert manager.rasdial("office", "/DISCONNECT", uid=ALICE).status == 0
    manager.wait_restored()


def test_each_sees_and_ends_own_connections_only(server, open_manager, book):
    manager = open_manager('[pppoe]\nuser_interfaces = ["eth0"]\n')
    assert dial(manager, book, ALICE).status == 0
    assert dial(manager, book, BOB).status == 0, "the same entry of another user is another connection"
    assert [c["owner_uid"] for c in manager.status(uid=ALICE)] == [ALICE]
    assert [c["owner_uid"] for c in manager.status(uid=BOB)] == [BOB]
    assert sorted(c["owner_uid"] for c in manager.status()) == [ALICE, BOB], "root sees all"
    assert len(manager.interfaces()) == 2

    assert dial(manager, book, BOB, "other").status == 0
    assert manager.rasdial("other", "/DISCONNECT", uid=ALICE).status == 3, "that one is none of hers"
    assert manager.connection("other")["state"] == "Connected"
    assert manager.rasdial("office", "/DISCONNECT", uid=ALICE).status == 0
    assert [c["owner_uid"] for c in manager.status() if c["entry"] == "office"] == [BOB]
    for entry in ("office", "other"):
        assert manager.rasdial(entry, "/DISCONNECT").status == 0, "root ends all"
    manager.wait_restored()


def test_everyone_may_be_let_in_by_the_configuration(server, wire, start_manager, book):
    manager = start_manager(wire.client, config='[access]\neveryone = true\n[pppoe]\nuser_interfaces = ["eth0"]\n')
    assert os.stat(manager.socket).st_mode & 0o777 == 0o666
    assert dial(manager, book, ALICE).status == 0
    assert manager.status(uid=BOB) == [], "who is not in the group sees own connections only"
    assert manager.rasdial("office", "/DISCONNECT", uid=ALICE).status == 0
    manager.wait_restored()


def test_without_leave_the_socket_is_closed_to_them(server, wire, start_manager, book):
    manager = start_manager(wire.client)
    assert os.stat(manager.socket).st_mode & 0o777 == 0o660
    result = dial(manager, book, ALICE)
    assert result.status == 1, result
