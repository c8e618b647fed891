"""rasserver while many of its sessions end at once: the others are served as if nothing had happened."""

import re
import socket
import struct
import time

import pytest

from support.dialling import dial
from support.events import PATIENCE, wait_for_network
from support.programs import pppoe_entry, write_phonebook

COUNT = 60
PADT = 0xA7


def send_padts(wire, rows):
    """Each session's end in its client's name, all in one burst."""
    server = bytes.fromhex(wire.server.links()["eth0"]["address"].replace(":", ""))
    with wire.client.socket(socket.AF_PACKET, socket.SOCK_RAW) as raw:
        raw.bind(("eth0", 0))
        for row in rows:
            number, client = re.search(r"session (\d+), client ([0-9a-f:]+)", row).groups()
            head = struct.pack("!6s6sHBBHH", server, bytes.fromhex(client.replace(":", "")), 0x8863, 0x11, PADT,
                               int(number), 0)
            raw.send(head.ljust(60, b"\0"))


@pytest.mark.parametrize("how", ["padt", "drop"])
def test_one_session_goes_on_while_many_end(wire, start_rasserver, start_manager, work, how):
    server = start_rasserver(wire.server, arguments=["--tun", "--log-level", "warn"])
    others = start_manager(wire.client, arguments=["--counting", "--log-level", "warn"])
    survivor = start_manager(wire.client)
    book = write_phonebook(work / "book.pbk", pppoe_entry("dsl"), *(pppoe_entry(f"e{i}") for i in range(COUNT)))
    many = others.client("dial_many", "--prefix", "e", "--count", COUNT, "--phonebook", book, stdin=-1)
    assert many.wait_event(event="all-up", timeout=60)["connected"] == COUNT
    going = server.command("list")
    dial(survivor, book)

    def interfaces():
        return len([name for name in wire.server.links() if name.startswith("rassrv")])
    wait_for_network(wire.server, lambda: interfaces() == COUNT + 1, 10, "each session has its interface")
    ping = wire.client.start(["ping", "-n", "-D", "-i", "0.01", "-I", survivor.interfaces()[0], server.local], name="ping")
    ping.wait_line("bytes from")

    began = time.time()
    if how == "padt":
        send_padts(wire, going)
    else:
        for row in going:
            server.command(f"drop {row.split()[0]}")
    wait_for_network(wire.server, lambda: interfaces() == 1, 20, "the interfaces have gone")
    gone = time.time()
    ping.wait_line(f"icmp_seq={len(ping.stdout.splitlines()) + 20} ")
    ping.stop()
    replies = [float(when) for when in re.findall(r"^\[([0-9.]+)\] \d+ bytes from", ping.stdout, re.MULTILINE)]
    # Either there was nothing to wait for, or somebody was served meanwhile.
    assert gone - began < 0.3 * PATIENCE or any(began < when < gone for when in replies), (began, gone, replies)
    assert "packet loss" not in ping.stdout or " 0% packet loss" in ping.stdout
    [row] = server.command("list")
    assert "user=alice" in row


def test_what_interfaces_send_is_counted(wire, forwarding_server, manager, work):
    def sent():
        words = dict(word.split("=") for word in forwarding_server.command("stats")[0].split())
        return int(words["packets_out"]), int(words["bytes_out"])
    dial(manager, write_phonebook(work / "book.pbk", pppoe_entry("dsl", ExcludedProtocols=8)))
    before = sent()
    result = wire.client.run(["ping", "-c", "5", "-i", "0.01", "-s", "100", forwarding_server.local])
    assert " 0% packet loss" in result.stdout
    assert sent() == (before[0] + 5, before[1] + 5 * 128)
    manager.rasdial("dsl", "/DISCONNECT")
    forwarding_server.wait_sessions(0)
    assert sent() == (before[0] + 5, before[1] + 5 * 128), "also once the session is over"
