"""A managed program: finds the library as rasapi32.dll, dials by P/Invoke with W structures, and hears of each state in
a thread of the library's."""

import os

import pytest

from support import processes
from support.programs import BEFORE_CONNECTED, LIBRARY, TOP, built, pppoe_entry, write_phonebook

SOURCES = TOP / "examples" / "dotnet"
HERE = TOP / "tests" / "e2e" / "programs"
ENTRY = "Büro – Ωμέγα 東京"


@pytest.fixture(scope="module")
def compiled(session_work):
    """compiled(SOURCE, LIBRARY...): the program, from this directory or the examples."""
    made = []

    def compile(*names):
        found = [next(path / name for path in (SOURCES, HERE) if (path / name).exists()) for name in names]
        program = session_work / names[0].replace(".cs", ".exe")
        result = processes.run(["mcs", "-warnaserror", f"-out:{program}", *found])
        assert result.status == 0, result.stdout + result.stderr
        made.append(program)
        return program

    yield compile
    for program in made:
        program.unlink(missing_ok=True)


def environment(manager, **env):
    # Where an installed library lies the loader looks by itself.
    return {**manager.env, **manager.preload, "LD_LIBRARY_PATH": str(built(LIBRARY).parent), **env}


@pytest.fixture(scope="module")
def program(compiled):
    return compiled("Dial.cs", "Ras.cs")


@pytest.fixture
def dial(program, manager, work):
    book = write_phonebook(work / "book.pbk", pppoe_entry(ENTRY))

    def run(password, **env):
        result = processes.run(["mono", program, ENTRY, book, "alice"], env=environment(manager, **env),
                               input=password + "\n", timeout=60)
        return result.status, result.stdout.splitlines(), result.stdout + result.stderr

    return run


@pytest.mark.parametrize("delivery", ["unchanged", "by the environment"])
def test_mono_dials_and_hangs_up(server, manager, dial, delivery):
    status, lines, text = dial("secret", **({"OPENRAS_NOTIFY": "worker"} if "environment" in delivery else {}))
    assert status == 0, text
    expected = [f"state {state} error 0 id 4711 thread library" for state in [*BEFORE_CONNECTED, "Connected"]]
    assert [line for line in lines if line.startswith("state")] == expected
    assert f"connection ours {ENTRY} on PPPoE eth0" in lines, text
    assert "status 0 Connected" in lines, text
    assert any(line.startswith("address 0 10.64.") and line.endswith(f" to {server.local}") for line in lines), text
    assert lines[-1] == "hung up, then 6"
    manager.wait_restored()


def test_mono_hears_why_a_dial_failed(server, manager, dial):
    status, lines, text = dial("wrong")
    assert status == 1, text
    assert "state Authenticate error 0 id 4711 thread library" in lines
    assert lines[-1].startswith("the dial has failed: error 691 - "), text
    assert len(lines[-1]) > 50, "the error has a sentence"
    manager.wait_restored()


@pytest.mark.parametrize("way", ["event", "descriptor"])
def test_mono_watches_connections(server, manager, compiled, book, way):
    watcher = processes.Process(["mono", compiled("Watch.cs", "Ras.cs"), way, "4"], name="watch",
                                env=environment(manager))
    watcher.wait_line("^watching$")
    for first in (1, 3):
        assert manager.rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}").status == 0
        watcher.wait_line(f"^{first} connected$")
        assert manager.rasdial("office", "/disconnect").status == 0
        watcher.wait_line(f"^{first + 1} disconnected$")
    assert watcher.wait(10) == 0, "its threads are no threads of the run time any more"


def test_mono_finds_the_library_in_every_spelling(manager, compiled):
    result = processes.run(["mono", compiled("spellings.cs")], env=environment(manager), timeout=60)
    lines = result.stdout.splitlines()
    assert result.status == 0 and len(lines) == 10, result
    assert all(line.split(": ")[1] in ("0", "603", "False") for line in lines), result
