"""The fixtures of all scenario tests."""

import os
import pathlib
import shutil

import pytest

from support import namespaces, processes
from support.servers import L2tpns, PppoeGuest


@pytest.fixture(scope="session", autouse=True)
def machine():
    assert os.geteuid() == 0, "these tests make network namespaces: run them as root"
    assert os.path.exists("/dev/net/tun"), "no /dev/net/tun on this machine"
    namespaces.sweep()


@pytest.fixture(scope="session")
def session_work():
    """A directory that other users can enter (pytest's own are root's alone)."""
    path = pathlib.Path(f"/tmp/openras-{os.getpid()}")
    path.mkdir(mode=0o755)
    yield path
    if not os.environ.get("OPENRAS_KEEP"):
        shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def work(session_work, request):
    """The directory of one test."""
    name = "".join(c if c.isalnum() else "-" for c in request.node.name)[:60]
    path = session_work / f"{name}-{os.urandom(2).hex()}"
    path.mkdir(mode=0o755)
    return path


@pytest.fixture(autouse=True)
def _fresh_report():
    processes.begin_test()


@pytest.fixture
def lab():
    made = namespaces.Lab(os.urandom(2).hex())
    yield made
    made.close()


@pytest.fixture(scope="session")
def session_lab():
    made = namespaces.Lab("s")
    yield made
    made.close()


@pytest.fixture(scope="session")
def pppoe_server(session_lab, session_work):
    """pppoe_server(auth) is a running guest with pppd that demands that authentication; one for each, kept."""
    guests = {}

    def get(auth="chap", **options):
        key = (auth, *sorted(options.items()))
        if key not in guests:
            guests[key] = PppoeGuest(session_lab, session_work, f"{auth}{len(guests)}", auth, **options)
            guests[key].wait_ready()
        return guests[key]

    yield get
    for guest in guests.values():
        guest.close()


@pytest.fixture
def own_pppoe_server(lab, work):
    """Like pppoe_server, but the test may kill it."""
    guests = []

    def get(auth="chap", **options):
        guests.append(PppoeGuest(lab, work, f"own{len(guests)}", auth, **options))
        guests[-1].wait_ready()
        return guests[-1]

    yield get
    for guest in guests:
        guest.close()


@pytest.fixture(scope="session")
def l2tpns(session_lab, session_work):
    server = L2tpns(session_lab, session_work, "l2tpns")
    try:
        server.wait_ready()
        yield server
    finally:
        server.close()
