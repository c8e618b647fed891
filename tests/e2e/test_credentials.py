"""Stored credentials: used by a dial, after a restart too, by their owner alone; and the password is nowhere else."""

import json
import os
import pathlib
import signal
import time

import pytest

from support import processes
from support.programs import CLIENTS, CONNECTED, ERROR_ACCESS_DENIED, ERROR_AUTHENTICATION_FAILURE, LIBRARY, built
from support.programs import pppoe_entry, write_phonebook
from support.ras_shell import RasShell

PASSWORD = "correct-horse-battery-staple"
ASTERISKS = "*" * 16
ALICE, BOB = 65501, 65502  # no such users need exist
SYSTEM_BOOK = "/etc/openras/rasphone.pbk"  # by this name; what the manager reads is its own matter
USER_NAME, PASSWORD_ITEM = 1, 2

CONFIG = '[access]\neveryone = true\n[pppoe]\nuser_interfaces = ["eth0"]\n'


@pytest.fixture
def server(wire, start_rasserver):
    return start_rasserver(wire.server, arguments=["--user", f"carol:{PASSWORD}"])


@pytest.fixture
def system_book(work):
    return write_phonebook(work / "system.pbk", pppoe_entry("office"))


@pytest.fixture
def book(work):
    return write_phonebook(work / "own.pbk", pppoe_entry("home"), pppoe_entry("other"))


@pytest.fixture
def manager(wire, start_manager, system_book):
    return start_manager(wire.client, config=CONFIG, arguments=["--system-phonebook", system_book])


def store(manager, what, entry, uid=None, password="", **options):
    words = [word for key, value in options.items() for word in ([f"--{key}"] if value is True else [f"--{key}", value])]
    become = ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups"] if uid else []
    result = processes.run([*become, built(CLIENTS / "store_credentials"), what, "--entry", entry, *map(str, words)],
                           env=manager.env, input=password + "\n")
    return json.loads(result.stdout)


def dial(manager, entry, book, uid=None, user="", password=""):
    """RasDial in a process of its own, as that user; the connection is hung up again."""
    shell = RasShell(manager, built(LIBRARY), uid=uid)
    try:
        result = shell.dial(entry=entry, phonebook=str(book), user=user, password=password)
        if result["result"] == 0:
            assert shell.status(handle=result["handle"])["state"] == CONNECTED
        if result["handle"]:
            shell.hang_up(handle=result["handle"])
        return result["result"]
    finally:
        shell.kill()


def test_dials_with_them_also_after_a_restart(server, manager, book):
    assert dial(manager, "home", book) == ERROR_AUTHENTICATION_FAILURE, "nothing is stored yet"
    assert store(manager, "set", "home", phonebook=book, user="carol", password=PASSWORD) == {"error": 0}
    assert store(manager, "get", "home", phonebook=book) == {"error": 0, "items": USER_NAME | PASSWORD_ITEM,
                                                             "user": "carol"}
    assert dial(manager, "home", book) == 0
    assert manager.process.stop(10) == 0
    manager.start()
    assert dial(manager, "home", book) == 0
    manager.process.signal(signal.SIGKILL)
    manager.process.wait(5)
    manager.wait_restored()
    manager.start()
    assert dial(manager, "home", book, user="carol", password=ASTERISKS) == 0
    assert dial(manager, "home", book, user="alice", password=ASTERISKS) == ERROR_AUTHENTICATION_FAILURE
    assert dial(manager, "other", book) == ERROR_AUTHENTICATION_FAILURE, "they belong to one entry"
    assert store(manager, "move", "home", phonebook=book, to="other") == {"error": 0}
    assert dial(manager, "home", book) == ERROR_AUTHENTICATION_FAILURE
    assert dial(manager, "other", book) == 0
    assert store(manager, "clear", "other", phonebook=book) == {"error": 0}
    assert dial(manager, "other", book) == ERROR_AUTHENTICATION_FAILURE


def test_another_user_neither_sees_nor_uses_them(server, manager, book):
    assert store(manager, "set", "home", ALICE, phonebook=book, user="carol", password=PASSWORD) == {"error": 0}
    assert dial(manager, "home", book, ALICE) == 0
    for other in (BOB, None):
        assert store(manager, "get", "home", other, phonebook=book) == {"error": 0, "items": 0, "user": ""}
        assert dial(manager, "home", book, other) == ERROR_AUTHENTICATION_FAILURE
        assert dial(manager, "home", book, other, "carol", ASTERISKS) == ERROR_AUTHENTICATION_FAILURE
        assert store(manager, "clear", "home", other, phonebook=book) == {"error": 0}
        assert store(manager, "move", "home", other, phonebook=book, to="") == {"error": 0}
    assert dial(manager, "home", book, ALICE) == 0, "what the others did was about their own"
    files = pathlib.Path(manager.state)
    assert (files / "credentials").stat().st_mode & 0o777 == 0o700
    assert (files / "machine.key").stat().st_mode & 0o777 == 0o600
    assert all(file.stat().st_uid == 0 for file in files.rglob("*"))


def test_everyones_are_set_by_root_and_used_by_all(server, manager, system_book, book):
    office = {"system": True, "everyone": True, "user": "carol", "password": PASSWORD}
    assert store(manager, "set", "office", ALICE, **office) == {"error": ERROR_ACCESS_DENIED}
    assert store(manager, "set", "home", phonebook=book, everyone=True, user="carol",
                 password=PASSWORD) == {"error": ERROR_ACCESS_DENIED}, "an entry of a user's own"
    assert store(manager, "set", "office", **office) == {"error": 0}
    assert store(manager, "get", "office", ALICE, system=True, everyone=True)["error"] == ERROR_ACCESS_DENIED
    for user in (ALICE, BOB, None):
        assert dial(manager, "office", SYSTEM_BOOK, user) == 0
        assert dial(manager, "office", SYSTEM_BOOK, user, "carol", ASTERISKS) == 0
        assert dial(manager, "office", SYSTEM_BOOK, user, "alice", ASTERISKS) == ERROR_AUTHENTICATION_FAILURE


def test_without_a_store_nothing_is_kept(wire, start_manager, server, book):
    manager = start_manager(wire.client, config='[manager]\ncredentials = "none"\n')
    assert store(manager, "set", "home", phonebook=book, user="carol", password=PASSWORD)["error"] == 50
    assert dial(manager, "home", book) == ERROR_AUTHENTICATION_FAILURE
    assert dial(manager, "home", book, user="carol", password=ASTERISKS) == ERROR_AUTHENTICATION_FAILURE
    assert not os.path.exists(manager.state)


# --- nowhere else

def contains(path, needles):
    try:
        content = path.read_bytes()
    except OSError:  # gone meanwhile, or nothing that can be read
        return False
    return any(needle in content for needle in needles)


def files_below(*tops):
    for top in tops:
        for directory, _, names in os.walk(top):
            for name in names:
                path = pathlib.Path(directory) / name
                if path.is_file() and not path.is_symlink():
                    yield path


def changed_since(path, when):
    try:
        return path.stat().st_mtime >= when
    except OSError:
        return False


def dumpable_memory(pid):
    """What a core dump of the process would have; nothing where the kernel makes none of it."""
    regions = []
    with open(f"/proc/{pid}/smaps") as smaps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        region = None
        for line in smaps:
            fields = line.split()
            if "-" in fields[0] and not fields[0].endswith(":"):
                region = tuple(int(x, 16) for x in fields[0].split("-")) if fields[1].startswith("rw") else None
            elif region and fields[0] == "VmFlags:" and "dd" not in fields and "io" not in fields:
                memory.seek(region[0])
                try:
                    regions.append(memory.read(region[1] - region[0]))
                except OSError:
                    pass
    return b"".join(regions)


def test_the_password_is_nowhere_else(server, manager, book, start_shell):
    began = time.time()
    needles = (PASSWORD.encode(), PASSWORD.encode("utf-16-le"))
    assert store(manager, "set", "home", phonebook=book, user="carol", password=PASSWORD) == {"error": 0}
    shell = start_shell()
    result = shell.dial(entry="home", phonebook=str(book), user="", password="")
    assert result["result"] == 0
    rasdial = manager.start_rasdial("home", f"/PHONEBOOK:{book}", "--watch")
    family = [manager.pid, *processes.descendants_of(manager.pid), shell.pid, rasdial.pid]
    try:
        for pid in family:
            for name in ("cmdline", "environ"):
                assert not contains(pathlib.Path(f"/proc/{pid}/{name}"), needles), f"{pid} {name}"
        for pid in [pid for pid in family if os.path.exists(f"/proc/{pid}/mem")]:
            owner = os.stat(f"/proc/{pid}/mem").st_uid
            if pid in (shell.pid, rasdial.pid):
                assert not any(needle in dumpable_memory(pid) for needle in needles), f"memory of {pid}"
            else:
                # Not dumpable: the kernel makes no core of it, and its memory is root's alone.
                assert owner == 0, f"{pid}"
        mine = manager.directory.parent  # everything that this test has written: logs, run time, state
        leaks = [path for path in files_below(mine, "/run/openras", "/var/lib/openras") if contains(path, needles)]
        leaks += [path for path in files_below("/tmp", "/var/tmp", "/dev/shm")
                  if changed_since(path, began) and contains(path, needles)]
        assert not leaks, leaks
    finally:
        rasdial.stop()
    dumped = crash(manager)
    assert not dumped, dumped


def crash(manager):
    """The files that a crash of the manager leaves: none, for it is not dumpable."""
    before = set(manager.directory.rglob("*"))
    for pid in processes.children_of(manager.pid):
        if pid not in manager.helper_pids():
            os.kill(pid, signal.SIGABRT)
    manager.process.wait(10)
    return [path for path in set(manager.directory.rglob("*")) - before if "core" in path.name]
