#!/usr/bin/env python3
"""How long one session of `rasserver --tun` waits for a reply while many others end at once.

One namespace with rasserver, one with two managers: one holds COUNT sessions without interfaces (--counting), the other
the session that survives, with its interface, through which ping sends every 10 ms. Then all COUNT end: by their PADTs,
which arrive in one burst, or by `drop N` commands of one conversation. Needs root, ip and ping.
"""
import argparse
import os
import pathlib
import re
import shutil
import socket
import struct
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "tests"))


def rows_of(control, wanted):
    """The answer to each line, over one connection."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(control))
        answers = connection.makefile()
        for line in wanted:
            connection.sendall(line.encode() + b"\n")
            rows = []
            while (text := answers.readline().rstrip()) and text != "ok":
                rows.append(text)
            yield rows


def session_count(control):
    return len(next(rows_of(control, ["list"])))


def send_padts(space, rows):
    """Each session's end in its client's name, all in one burst."""
    raw = space.socket(socket.AF_PACKET, socket.SOCK_RAW)
    raw.bind(("eth0", 0))
    server = bytes.fromhex(space.server_mac.replace(":", ""))
    for row in rows:
        number, client = re.search(r"session (\d+), client ([0-9a-f:]+)", row).groups()
        head = struct.pack("!6s6sHBBHH", server, bytes.fromhex(client.replace(":", "")), 0x8863, 0x11, 0xA7, int(number), 0)
        raw.send(head.ljust(60, b"\0"))
    raw.close()


def wait(condition, what, limit=60):
    end = time.monotonic() + limit
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"teardown_gap: {what}: not within {limit} s")
        time.sleep(0.01)


def ping_replies(text):
    """Times of the replies, seconds."""
    return [float(found) for found in re.findall(r"^\[([0-9.]+)\] \d+ bytes from", text, re.MULTILINE)]


def measure(options, lab, work, how):
    from support import programs
    client, server_space = lab.namespace("client"), lab.namespace("server")
    lab.cable(client, "eth0", server_space, "eth0")
    programs.RASSERVER = pathlib.Path(options.rasserver or programs.RASSERVER).resolve()
    server = programs.RasServer(server_space, work, arguments=["--tun", "--log-level", "warn"])
    others = programs.Manager(client, work, name="others", arguments=["--counting", "--log-level", "warn"])
    survivor = programs.Manager(client, work, name="survivor", arguments=["--log-level", "warn"])
    book = programs.write_phonebook(work / "book.pbk", programs.pppoe_entry("stays"),
                                    *(programs.pppoe_entry(f"e{i}") for i in range(options.sessions)))
    many = others.client("dial_many", "--prefix", "e", "--count", options.sessions, "--phonebook", book,
                         stdin=subprocess.PIPE)
    try:
        up = many.wait_event(event="all-up", timeout=300)
        assert up["connected"] == options.sessions, up
        others_rows = next(rows_of(server.control, ["list"]))
        result = survivor.rasdial("stays", "alice", "secret", f"/PHONEBOOK:{book}")
        assert result.status == 0, result
        wait(lambda: len(server_space.links()) == options.sessions + 3, "all interfaces are there")
        ping = subprocess.Popen(client.command(["ping", "-n", "-D", "-i", "0.01", "-I", survivor.interfaces()[0],
                                                server.local]), stdout=subprocess.PIPE, text=True)
        time.sleep(1)
        began = time.time()
        if how == "PADT":
            client.server_mac = server_space.links()["eth0"]["address"]
            send_padts(client, others_rows)
            wait(lambda: session_count(server.control) == 1, "one session is left")
        else:
            for _ in rows_of(server.control, [f"drop {row.split()[0]}" for row in others_rows]):
                pass
        over = time.time()
        wait(lambda: len(server_space.links()) == 3, "all interfaces are gone")
        ended = time.time()
        time.sleep(1)
        ping.terminate()
        replies = ping_replies(ping.communicate()[0])
    finally:
        many.kill()
        for manager in (others, survivor):
            manager.stop()
        server.stop()
    after = [when for when in replies if when >= began]
    gap = max(b - a for a, b in zip([began, *after], after)) if after else float("inf")
    quiet = [when for when in replies if when < began]
    usual = max(b - a for a, b in zip(quiet, quiet[1:]))
    print(f"{options.sessions} sessions end by {how}: over after {1000 * (over - began):.0f} ms, interfaces gone after "
          f"{1000 * (ended - began):.0f} ms; the survivor's worst gap {1000 * gap:.0f} ms "
          f"(in the second before: {1000 * usual:.0f} ms)", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", help="build directory")
    parser.add_argument("--sessions", type=int, default=200, help="that end at once")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--rasserver", help="another program than the build's")
    options = parser.parse_args()
    os.environ["OPENRAS_BUILD"] = os.path.abspath(options.build)
    from support import namespaces
    namespaces.sweep()
    print(f"{os.cpu_count()} processors, load average before the run {os.getloadavg()[0]:.1f}", flush=True)
    for turn, how in enumerate(["PADT", "drop"] * options.repeat):
        work = pathlib.Path(f"/tmp/openras-{os.getpid()}-gap{turn}")
        work.mkdir(mode=0o755)
        lab = namespaces.Lab(f"gap{turn}")
        try:
            measure(options, lab, work, how)
        finally:
            lab.close()
            shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
