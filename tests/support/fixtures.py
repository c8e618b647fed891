"""The fixtures of all scenario tests."""

import os
import pathlib
import shutil
import signal

import pytest

from support import namespaces, processes
from support.programs import LIBRARY, Manager, RasServer, built, pppoe_entry, write_phonebook
from support.ras_shell import RasShell
from support.servers import L2tpns, PppoeGuest


@pytest.fixture(scope="session", autouse=True)
def machine():
    assert os.geteuid() == 0, "these tests make network namespaces: run them as root"
    assert os.path.exists("/dev/net/tun"), "no /dev/net/tun on this machine"
    namespaces.sweep()

    def terminated(*_):
        raise KeyboardInterrupt  # fixtures are torn down: no namespace and no guest is left behind

    signal.signal(signal.SIGTERM, terminated)


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
    name = "".join(c if c.isalnum() else "-" for c in request.node.name)[:32]
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


@pytest.fixture
def own_l2tpns(lab, work):
    """Like l2tpns, but the test may kill it."""
    servers = []

    def get():
        servers.append(L2tpns(lab, work, "l2tpns"))
        servers[-1].wait_ready()
        return servers[-1]

    yield get
    for server in servers:
        server.close()


class Wire:
    """An Ethernet cable between a client's machine and a server's: eth0 at both ends."""

    def __init__(self, lab):
        self.client = lab.namespace("client")
        self.server = lab.namespace("server")
        lab.cable(self.client, "eth0", self.server, "eth0")


@pytest.fixture
def wire(lab):
    return Wire(lab)


@pytest.fixture
def start_manager(work):
    """start_manager(namespace, ...) for a manager that is stopped with the test."""
    managers = []

    def start(namespace, **options):
        managers.append(Manager(namespace, work, name=f"rasmand{len(managers) or ''}", **options))
        return managers[-1]

    yield start
    for manager in managers:
        manager.stop()


@pytest.fixture
def start_rasserver(work):
    servers = []

    def start(namespace, **options):
        servers.append(RasServer(namespace, work, name=f"rasserver{len(servers) or ''}", **options))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def server(wire, start_rasserver):
    return start_rasserver(wire.server)


@pytest.fixture
def forwarding_server(wire, start_rasserver):
    """Like `server`, with an interface for each session at its end: packets have somewhere to go."""
    return start_rasserver(wire.server, arguments=["--tun"])


@pytest.fixture
def manager(wire, start_manager):
    return start_manager(wire.client)


@pytest.fixture
def book(work):
    """A phone book with entries `office` and `a` ... `d` for eth0, and `e0` ... `e299`."""
    return write_phonebook(work / "book.pbk", *(pppoe_entry(name) for name in ("office", "other", "a", "b", "c", "d")),
                           *(pppoe_entry(f"e{i}") for i in range(300)))


@pytest.fixture
def start_shell(manager):
    """start_shell() is one more client process with the API on a leash."""
    shells = []

    def start(of=None):
        shells.append(RasShell(of or manager, built(LIBRARY)))
        return shells[-1]

    yield start
    for shell in shells:
        shell.kill()
