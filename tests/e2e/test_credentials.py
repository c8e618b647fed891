"""Stored credentials: used by a dial, after a restart too, by their owner alone; and the password is nowhere else."""

import json
import os
import pathlib
import re
import select
import signal
import subprocess
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


def test_an_entry_made_again_does_not_get_them(server, manager, work):
    first, second = "1" * 32, "2" * 32
    book = write_phonebook(work / "guids.pbk", pppoe_entry("home", Guid=first))
    shell = RasShell(manager, built(LIBRARY))
    try:
        stored = {"phonebook": str(book), "entry": "home", "mask": USER_NAME | PASSWORD_ITEM, "user": "carol",
                  "password": PASSWORD}
        assert shell.set_credentials(**stored) == {"result": 0}
        assert dial(manager, "home", book) == 0
        write_phonebook(book, pppoe_entry("home", Guid=second))  # removed and made again with an editor
        assert dial(manager, "home", book) == ERROR_AUTHENTICATION_FAILURE
        assert dial(manager, "home", book, user="carol", password=ASTERISKS) == ERROR_AUTHENTICATION_FAILURE
        assert shell.get_credentials(phonebook=str(book), entry="home")["mask"] == 0
        write_phonebook(book, pppoe_entry("home", Guid=first))
        assert dial(manager, "home", book) == 0

        write_phonebook(book, pppoe_entry("other"))
        imported = write_phonebook(work / "imported.pbk", pppoe_entry("home"))
        for words in (("--create", "home", "--type", "pppoe", "--device", "eth0"), ("--copy", "other", "home"),
                      ("--import", imported)):
            write_phonebook(book, pppoe_entry("home"))
            assert shell.set_credentials(**stored) == {"result": 0}
            assert dial(manager, "home", book) == 0
            write_phonebook(book, pppoe_entry("other"))
            made = manager.rasdial(*words, f"/PHONEBOOK:{book}")
            assert made.status == 0, made
            assert shell.get_credentials(phonebook=str(book), entry="home")["mask"] == 0, words
            assert dial(manager, "home", book) == ERROR_AUTHENTICATION_FAILURE, words
    finally:
        shell.kill()


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


def memory_of(pid):
    """All that a process can write to."""
    regions = []
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            place, rights = line.split()[:2]
            if rights.startswith("rw"):
                begin, end = (int(x, 16) for x in place.split("-"))
                memory.seek(begin)
                try:
                    regions.append(memory.read(end - begin))
                except OSError:
                    pass
    return b"".join(regions)


def needles_of(password):
    return password.encode(), password.encode("utf-16-le")


def knows(pid, password):
    memory = memory_of(pid)
    return any(needle in memory for needle in needles_of(password))


@pytest.mark.parametrize("how", ("store", "dial", "dial-async"))
@pytest.mark.parametrize("face", ("ansi", "wide"))
@pytest.mark.parametrize("password", (PASSWORD, "sh0rt"), ids=("long", "short"))  # a string object holds a short one
def test_a_client_that_stays_does_not_keep_the_password(wire, start_rasserver, manager, book, how, face, password):
    start_rasserver(wire.server, arguments=["--user", f"carol:{password}"])
    client = manager.client("use_password", "--how", how, "--entry", "home", "--phonebook", book, "--user", "carol",
                            *(["--wide"] if face == "wide" else []), stdin=subprocess.PIPE)
    try:
        client.write(password + "\n")
        client.wait_event(event="given")
        assert knows(client.pid, password), "its own copy"
        client.write("\n")
        assert client.wait_event(event="wiped")["result"] == 0
        assert not knows(client.pid, password)
        client.close_stdin()
        assert client.wait() == 0
    finally:
        client.stop()
    if how == "store":
        assert dial(manager, "home", book) == 0, "that was the password"


@pytest.fixture
def cores(work):
    """The directory in which processes that are started with limitless() leave cores, whoever they are."""
    directory = work / "cores"
    directory.mkdir()
    directory.chmod(0o777)
    return directory


def limitless(cores):
    """The command that starts a process so that nothing but itself keeps it from dumping core."""
    return "env", "-C", str(cores), "prlimit", "--core=unlimited:unlimited"


@pytest.fixture
def dumping_manager(wire, start_manager, system_book, cores):
    return start_manager(wire.client, config=CONFIG, arguments=["--system-phonebook", system_book],
                         through=limitless(cores))


def crash(pid):
    """Ends a process, stopped or not, by SIGABRT; whether the kernel has dumped its core. Its parent must not reap it."""
    watch = os.pidfd_open(pid)
    try:
        os.kill(pid, signal.SIGABRT)
        os.kill(pid, signal.SIGCONT)
        assert select.select([watch], [], [], 10)[0], f"{pid} lives on"
    finally:
        os.close(watch)
    status = int(pathlib.Path(f"/proc/{pid}/stat").read_text().split()[-1])
    assert os.WTERMSIG(status) == signal.SIGABRT
    return os.WCOREDUMP(status)


def can_dump(wire, cores, *become):
    """Whether a process that is started like the manager leaves a core."""
    process = wire.client.start([*limitless(cores), *become, "sh", "-c", "echo ready; read line"], name="control",
                                stdin=subprocess.PIPE)
    try:
        process.wait_line("ready")
        return crash(process.pid)
    finally:
        process.stop()


def test_the_password_is_nowhere_else(wire, server, dumping_manager, book, cores):
    manager = dumping_manager
    began = time.time()
    needles = needles_of(PASSWORD)
    assert store(manager, "set", "home", phonebook=book, user="carol", password=PASSWORD) == {"error": 0}
    shell = RasShell(manager, built(LIBRARY))
    rasdial = manager.start_rasdial("home", f"/PHONEBOOK:{book}", "--watch")
    try:
        assert shell.dial(entry="home", phonebook=str(book), user="", password="")["result"] == 0
        children = processes.descendants_of(manager.pid)
        for pid in (manager.pid, *children, shell.pid, rasdial.pid):
            for name in ("cmdline", "environ"):
                assert not contains(pathlib.Path(f"/proc/{pid}/{name}"), needles), f"{pid} {name}"
        for pid in (shell.pid, rasdial.pid):
            assert not knows(pid, PASSWORD), f"memory of {pid}"
        for pid in children:
            assert os.stat(f"/proc/{pid}/mem").st_uid == 0, f"the memory of {pid} is root's alone"
        mine = manager.directory.parent  # everything that this test has written: logs, run time, state
        leaks = [path for path in files_below(mine, "/run/openras", "/var/lib/openras") if contains(path, needles)]
        leaks += [path for path in files_below("/tmp", "/var/tmp", "/dev/shm")
                  if changed_since(path, began) and contains(path, needles)]
        assert not leaks, leaks
    finally:
        rasdial.stop()
        shell.kill()


def test_a_crash_leaves_no_core_with_the_password(wire, server, dumping_manager, book, cores):
    """Neither manager nor launcher is dumpable: a core of theirs would have passwords and the machine's key."""
    dumped = [can_dump(wire, cores, *become) for become in ((), ("setpriv", "--reuid=nobody", "--clear-groups"))]
    # A program that the kernel pipes cores to may be missing; then nobody's is dumped, and procfs alone tells.
    piped = pathlib.Path("/proc/sys/kernel/core_pattern").read_text().startswith("|")
    assert all(dumped) or piped, "another process started like that leaves a core"
    for core in cores.iterdir():
        core.unlink()
    manager = dumping_manager
    assert store(manager, "set", "home", phonebook=book, user="carol", password=PASSWORD) == {"error": 0}
    assert dial(manager, "home", book) == 0, "both have had it in their hands"
    limits = [pathlib.Path(f"/proc/{pid}/limits").read_text() for pid in (manager.pid, manager_child(manager))]
    assert all(re.search(r"core file size +unlimited +unlimited", text) for text in limits)
    assert os.stat(f"/proc/{manager_child(manager)}/mem").st_uid == 0, "not its own user's"
    manager.process.signal(signal.SIGSTOP)  # so that it does not reap its child
    assert not crash(manager_child(manager)), "the manager"
    assert not crash(manager.pid), "the launcher"
    manager.process.wait(10)
    assert not list(cores.iterdir())
    manager.wait_restored()


def manager_child(manager):
    """The manager proper, which the launcher has started."""
    helpers = manager.helper_pids()
    return next(pid for pid in processes.children_of(manager.pid) if pid not in helpers)
