"""The porting kit: unmodified programs in the plain Windows style dial, hear of each state, and hang up."""

import re
import subprocess

import pytest

from support import processes
from support.programs import (AUTHENTICATE, BUILD, CONNECT_DEVICE, CONNECTED, DISCONNECTED,
                              ERROR_AUTHENTICATION_FAILURE, ERROR_USER_DISCONNECTION, PRELOAD, PROJECTED, built)

# One source, two languages, two kinds of text.
VARIANTS = ["c_ansi", "c_unicode", "cpp_ansi", "cpp_unicode"]


def run(manager, program, *words, timeout=20, input=None, env=()):
    return processes.run([built(BUILD / "tests/porting" / program), *map(str, words)],
                         env={**manager.env, **PRELOAD, **dict(env)}, timeout=timeout, input=input)


def states(output):
    return [(int(state), int(error)) for state, error in re.findall(r"state (\d+) error (\d+)", output)]


def check_whole_dial(output):
    heard = states(output)
    seen = [state for state, _ in heard]
    assert {CONNECT_DEVICE, AUTHENTICATE, PROJECTED, CONNECTED} <= set(seen), output
    assert seen == sorted(seen) and seen.count(CONNECTED) == 1, output
    assert all(error == 0 for _, error in heard), output


@pytest.mark.parametrize("variant", VARIANTS)
def test_an_event_object(server, manager, book, variant):
    result = run(manager, f"event_dial_{variant}", book, "office", "alice", "secret")
    assert result.status == 0, result
    check_whole_dial(result.stdout)
    assert "device eth0 type PPPoE" in result.stdout and 'dialled "office": 0' in result.stdout
    assert result.stdout.rstrip().endswith("hung up")
    manager.wait_restored()


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_window_and_its_message_loop(server, manager, book, variant):
    result = run(manager, f"window_dial_{variant}", book, "office", "alice", "secret")
    assert result.status == 0, result
    check_whole_dial(result.stdout)
    assert result.stdout.rstrip().endswith("hung up after 0")
    manager.wait_restored()


@pytest.mark.parametrize("variant", ["c_unicode", "cpp_ansi"])
def test_a_thread_that_polls(wire, start_rasserver, manager, book, variant):
    start_rasserver(wire.server, arguments=["--delay", "300ms"])
    result = run(manager, f"poll_dial_{variant}", book, "office", "alice", "secret")
    assert result.status == 0, result
    seen = [int(state) for state in re.findall(r"polled: state (\d+), error 0", result.stdout)]
    assert {CONNECT_DEVICE, AUTHENTICATE} <= set(seen) and seen == sorted(seen), result.stdout
    assert f"states seen: {len(seen)}" in result.stdout
    assert f"outcome: state {CONNECTED}, error 0" in result.stdout
    manager.wait_restored()


@pytest.mark.parametrize("variant", VARIANTS)
def test_enumeration(server, manager, book, variant):
    dialled = manager.rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}")
    assert dialled.status == 0, dialled
    result = run(manager, f"enumerate_{variant}", book)
    assert result.status == 0, result
    lines = result.stdout.splitlines()
    assert lines[0] == "306 entries" and "entry office" in lines and "entry e299" in lines
    assert lines[-2:] == ["1 connections", "connection office over eth0"]


@pytest.mark.parametrize("program", ["event_dial_c_unicode", "window_dial_cpp_ansi"])
def test_a_wrong_password(server, manager, book, program):
    result = run(manager, program, book, "office", "alice", "wrong")
    assert result.status == 1, result
    assert states(result.stdout)[-1][1] == ERROR_AUTHENTICATION_FAILURE
    manager.wait_restored()


def test_the_error_of_a_synchronous_dial_in_words(server, manager, book):
    result = run(manager, "poll_dial_c_ansi", book, "office", "alice", "wrong")
    assert result.status == 1, result
    assert re.search(rf"RasDial: {ERROR_AUTHENTICATION_FAILURE}, \w+", result.stdout), result.stdout


@pytest.mark.parametrize("mode", ["sleep", "message", "nested"])
def test_every_wait_pumps(server, manager, book, mode):
    # Without a thread of the library's that would take over where a wait did not.
    result = run(manager, "kit_dial", mode, book, "office", "alice", "secret", env={"OPENRAS_NOTIFY": "pump"})
    assert result.status == 0, result
    check_whole_dial(result.stdout)
    assert set(re.findall(r"thread (\d) depth (\d)", result.stdout)) == {("1", "1")}, result.stdout


def test_reading_the_console_pumps(server, manager, book):
    client = processes.Process([str(built(BUILD / "tests/porting/kit_dial")), "read", str(book), "office", "alice",
                                "secret"], name="kit_dial", env={**manager.env, **PRELOAD, "OPENRAS_NOTIFY": "pump"},
                               stdin=subprocess.PIPE)
    client.wait_line(f"state {CONNECTED} error 0", 10)
    client.write("line\n")
    assert client.wait(10) == 0
    manager.wait_restored()


@pytest.mark.parametrize("mode", ["getchar", "cin", "scanf", "system", "Sleep", "spin", "spinstatus"])
def test_whatever_the_program_waits_in_it_hears(server, manager, book, mode):
    client = processes.Process([str(built(BUILD / "tests/porting/kit_waits")), mode, str(book), "office", "alice",
                                "secret"], name="kit_waits", env={**manager.env, **PRELOAD}, stdin=subprocess.PIPE)
    client.wait_line(f"state {CONNECTED} error 0", 10)
    if not mode.startswith("S") and not mode.startswith("spin"):
        client.write("line\n")
    assert client.wait(10) == 0
    check_whole_dial(client.stdout.split("status")[0])
    assert client.stdout.endswith(f"status 0 state {CONNECTED} error 0\nhung up 0"), client.stdout
    manager.wait_restored()


def test_a_thread_that_ends_ends_its_dial_and_the_handler_hears_it(server, manager, book):
    result = run(manager, "kit_waits", "ends", book, "office", "alice", "secret")
    heard = states(result.stdout.split("status")[0])
    assert heard[-1][1] == ERROR_USER_DISCONNECTION and all(error == 0 for _, error in heard[:-1]), result
    assert "thread 1" not in result.stdout
    assert f"status 0 state {DISCONNECTED} error {ERROR_USER_DISCONNECTION}\nhung up 0\n" in result.stdout
    manager.wait_restored()


def test_a_window_of_another_thread(server, manager, book):
    result = run(manager, "kit_dial", "elsewhere", book, "office", "alice", "secret")
    assert result.status == 0, result
    check_whole_dial(result.stdout)
    assert set(re.findall(r"thread (\d) depth (\d)", result.stdout)) == {("1", "1")}, "the window's own thread"
    manager.wait_restored()


def test_a_window_that_goes_ends_the_dial(server, manager, book):
    result = run(manager, "kit_dial", "vanish", book, "office", "alice", "secret")
    assert result.status == 0, result
    assert states(result.stdout)[-1] == (CONNECT_DEVICE, 0)
    manager.wait_restored()


def test_a_connection_signals_an_event_of_the_kit(server, manager, book):
    result = run(manager, "kit_dial", "notify", book, "office", "alice", "secret")
    assert result.status == 0 and "notified" in result.stdout, result
