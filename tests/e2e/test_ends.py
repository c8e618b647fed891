"""How an established connection ends by itself: a time limit, the peer, a peer that is gone; and DNS by resolvconf."""

import pytest

from support.dialling import dial, hang_up
from support.events import wait_until
from support.programs import pppoe_entry, write_phonebook


@pytest.fixture
def book(work):
    return write_phonebook(work / "book.pbk", pppoe_entry("office", default_route=True),
                           pppoe_entry("idle", ExcludedProtocols=8, IdleDisconnectSeconds=3))


def wait_end(manager, entry, timeout=12):
    def ended():
        connection = manager.connection(entry)
        return connection if connection["state"] == "Disconnected" else None
    connection = wait_until(ended, timeout, f"{entry} has ended", every=0.1)
    assert connection["error"] != 0
    manager.wait_restored()
    return connection


def test_an_idle_connection_is_ended_by_a_time_limit(server, manager, book):
    dial(manager, book, "idle")
    assert wait_end(manager, "idle")["ended_by"] == "time limit"


def test_the_peer_ends_it_in_its_own_words(server, manager, book):
    dial(manager, book, "office")
    server.command("terminate all see you\x01 tomorrow")
    connection = wait_end(manager, "office")
    assert connection["ended_by"] == "peer"
    assert connection["peer_text"] == r"see you\x01 tomorrow"


def test_the_peer_ends_it_without_a_word(server, manager, book):
    dial(manager, book, "office")
    server.command("drop all")
    connection = wait_end(manager, "office")
    assert connection["error"] == 629
    assert connection["ended_by"] == "peer"


def test_a_server_that_hangs_up_on_the_password_has_refused_it(wire, start_rasserver, manager, book):
    """A PADT in place of the Nak: a refusal, and the log says what came."""
    server = start_rasserver(wire.server, auth="pap", arguments=["--delay", "auth:30s"])
    dialling = manager.start_rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}", "--json")
    try:
        def asked():
            connection = manager.connection("office")
            return connection and connection["state"] == "AuthNotify"
        wait_until(asked, 5, "the dial has come to the password", every=0.05)
        before = frames_received(server)
        wait_until(lambda: frames_received(server) > before, 5, "the password is sent again", every=0.05)
        server.command("drop all")
        assert dialling.wait() == 1
        [error] = [event["error"] for event in dialling.events() if event.get("result") == "failed"]
    finally:
        dialling.stop()
    assert (error["number"], error["ended_by"]) == (691, "peer")
    assert error["detail"].startswith("in place of an answer to user name and password")
    manager.process.wait_line("in place of an answer to user name and password")


def frames_received(server):
    [line] = [line for line in server.command("stats") if line.startswith("interface=")]
    return int(dict(word.split("=") for word in line.split())["received"])


def test_a_peer_that_is_silent_is_found_by_echo(server, wire, start_manager, book):
    manager = start_manager(wire.client, config="[ppp]\necho_interval = 1\necho_failures = 2\n")
    dial(manager, book, "office")
    server.silence()
    assert wait_end(manager, "office")["ended_by"] == "echo loss"


def test_the_line_is_lost(server, wire, manager, book):
    """The Ethernet interface goes down under the connection."""
    dial(manager, book, "office")
    wire.client.ip("link", "set", "eth0", "down")
    def ended():
        return manager.connection("office")["state"] == "Disconnected"
    wait_until(ended, 8, "the connection has ended", every=0.1)
    assert manager.connection("office")["ended_by"] == "line"
    assert manager.interfaces() == []


def test_dns_by_resolvconf(server, wire, start_manager, book, work):
    """A machine that has resolvconf: it is told the servers, and told when they go."""
    programs = work / "programs"
    programs.mkdir(mode=0o755)
    told = work / "told"
    program = programs / "resolvconf"
    program.write_text(f'#!/bin/sh\n{{ echo "$@"; case $1 in -a) cat;; esac; }} >> {told}\n')
    program.chmod(0o755)
    told.touch()
    told.chmod(0o666)
    manager = start_manager(wire.client, resolvconf=program)
    interface = dial(manager, book, "office")["interface"]
    lines = told.read_text().splitlines()
    assert any(line.startswith("-a ") and interface in line for line in lines), lines
    assert f"nameserver {server.dns}" in lines
    hang_up(manager, "office")
    assert any(line.startswith("-d ") and interface in line for line in told.read_text().splitlines())
