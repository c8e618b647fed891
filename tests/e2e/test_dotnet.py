"""A managed program: finds the library as rasapi32.dll, dials by P/Invoke with W structures, and hears of each state in
a thread of the library's."""

import os

import pytest

from support import processes
from support.programs import BEFORE_CONNECTED, LIBRARY, TOP, built, pppoe_entry, write_phonebook

SOURCES = TOP / "examples" / "dotnet"
ENTRY = "Büro – Ωμέγα 東京"


@pytest.fixture(scope="module")
def program(session_work):
    path = session_work / "dial.exe"
    result = processes.run(["mcs", "-warnaserror", f"-out:{path}", SOURCES / "Dial.cs", SOURCES / "Ras.cs"])
    assert result.status == 0, result.stdout + result.stderr
    yield path
    path.unlink()


@pytest.fixture
def dial(program, manager, work):
    book = write_phonebook(work / "book.pbk", pppoe_entry(ENTRY))

    def run(password, **env):
        # Where an installed library lies the loader looks by itself.
        env = {**manager.env, **manager.preload, "LD_LIBRARY_PATH": str(built(LIBRARY).parent), **env}
        result = processes.run(["mono", program, ENTRY, book, "alice"], env=env, input=password + "\n", timeout=60)
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
