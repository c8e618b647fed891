"""The Python module, as programs use it: each test is a program of its own, run under the manager's environment."""

import json
import textwrap

import pytest

from support import processes
from support.programs import (BEFORE_CONNECTED, BUILD, ERROR_AUTHENTICATION_FAILURE, LIBRARY, TOP, built, pppoe_entry,
                              write_phonebook)

ENTRY = "Büro – Ωμέγα"
ALL_STATES = [*BEFORE_CONNECTED, "Connected"]
PROLOGUE = f"""
import asyncio, gc, json, openras, os, signal, sys
entry, book = {ENTRY!r}, sys.argv[1]
what = dict(user="alice", password="secret", phonebook=book)
def tell(**found):
    print(json.dumps(found), flush=True)
"""


@pytest.fixture
def python(manager, work):
    path = write_phonebook(work / "book.pbk", pppoe_entry(ENTRY), pppoe_entry("other"))

    def start(program):
        env = {**manager.env, **manager.preload, "OPENRAS_LIBRARY": str(built(LIBRARY)),
               "PYTHONPATH": str(built(BUILD / "python")), "PYTHONDONTWRITEBYTECODE": "1"}
        return ["/usr/bin/python3", "-X", "dev", "-W", "error", "-c", PROLOGUE + textwrap.dedent(program), path], env

    def run(program):
        argv, env = start(program)
        result = processes.run(argv, env=env, timeout=30)
        assert result.status == 0, result.stdout + result.stderr
        assert not result.stderr, result.stderr
        return [json.loads(line) for line in result.stdout.splitlines()]

    run.start = start
    return run


def test_connect_is_synchronous_and_hangs_up_at_the_end_of_with(server, manager, python):
    found = python("""
        with openras.connect(entry, **what) as line:
            [seen] = openras.connections()
            v4, status = line.ipv4(), line.status()
            tell(same=seen == line, entry=seen.entry, book=seen.phonebook == os.path.realpath(book), device=seen.device,
                 address=str(v4.address), server=str(v4.server), state=status.state.name, type=status.device_type,
                 received=line.statistics().bytes_received, ended_by=line.cause().ended_by.name)
            try:
                line.ipv6()
            except openras.RasError as error:
                tell(number=error.number, detail=bool(error.detail))
        tell(left=len(openras.connections()))
        try:
            line.status()
        except openras.RasError as error:
            tell(number=error.number, text=error.text)
        """)
    first = found[0]
    assert first.pop("address").startswith("10.64.") and first.pop("received") >= 0
    assert first == {"same": True, "entry": ENTRY, "book": True, "device": "eth0", "server": server.local,
                     "state": "Connected", "type": "PPPoE", "ended_by": "Nobody"}
    assert found[1] == {"number": 731, "detail": True}
    assert found[2:] == [{"left": 0}, {"number": 6, "text": "The connection is gone or was never there."}]
    manager.wait_restored()


def test_async_for_reports_each_state_and_the_connection_stays(server, manager, python):
    found = python("""
        async def main():
            dialling = openras.dial(entry, **what)
            async for state in dialling:
                tell(state=state.name, status=dialling.connection.status().state.name if state < 18 else "")
            tell(address=str(dialling.connection.ipv4().address))
        asyncio.run(main())
        """)
    assert [one["state"] for one in found[:-1]] == ALL_STATES
    assert all(one["status"] in ("", *ALL_STATES) for one in found[:-1])
    assert manager.connection(ENTRY)["ipv4_local"] == found[-1]["address"], "up, although the program has ended"


def test_the_dial_gets_no_further_than_to_announce_the_next_state(server, manager, python):
    """Between two states the consumer sees what the manager says: never two states ahead."""
    found = python("""
        async def main():
            dialling = openras.dial(entry, **what)
            async for state in dialling:
                if state is openras.State.Connected: break
                ahead = None
                while ahead in (None, state):      # the next one is announced while nobody takes it ...
                    ahead = dialling.connection.status().state
                    await asyncio.sleep(0)
                for _ in range(20):                # ... and there it stays
                    await asyncio.sleep(0)
                    assert dialling.connection.status().state == ahead
                tell(state=state.name, ahead=ahead.name)
            dialling.connection.hang_up()
        asyncio.run(main())
        """)
    assert [(one["state"], one["ahead"]) for one in found] == list(zip(ALL_STATES, ALL_STATES[1:]))


def test_await_async_with_and_for(server, manager, python):
    found = python("""
        async def main():
            async with openras.dial(entry, **what) as line:
                tell(state=line.status().state.name)
            tell(left=len(openras.connections()))
            one, two = await asyncio.gather(openras.dial(entry, **what), openras.dial("other", **what))
            tell(both=sorted(c.entry for c in openras.connections()))
            await asyncio.gather(one.hang_up_async(), two.hang_up_async())
        asyncio.run(main())
        tell(states=[state.name for state in openras.dial(entry, **what)])
        openras.connections()[0].hang_up()
        """)
    assert found == [{"state": "Connected"}, {"left": 0}, {"both": sorted([ENTRY, "other"])}, {"states": ALL_STATES}]
    manager.wait_restored()


@pytest.mark.parametrize("how", ["cancel", "break", "close", "timeout"])
def test_a_dial_that_nobody_wants_any_more_is_hung_up(server, manager, python, how):
    python("""
        how = %r
        async def watch(reached):
            async for state in openras.dial(entry, **what):
                if state is openras.State.Authenticate:
                    if how == "break": return
                    reached.set()
                    await asyncio.Event().wait()
        async def main():
            reached = asyncio.Event()
            if how == "close":
                dialling = openras.dial(entry, **what)
                await anext(aiter(dialling))
                dialling.close()
                assert [state async for state in dialling] == []
            elif how == "timeout":
                try:
                    async with asyncio.timeout(0.2): await watch(reached)
                except TimeoutError: tell(timeout=True)
            else:
                task = asyncio.create_task(watch(reached))
                if how == "cancel":
                    await reached.wait()
                    task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                del task
            gc.collect()
            while openras.connections(): await asyncio.sleep(0.01)
        asyncio.run(main())
        """ % how)
    manager.wait_restored()
    server.wait_sessions(0)


def test_cancelling_a_task_that_waits_for_a_silent_server(wire, start_rasserver, manager, python):
    server = start_rasserver(wire.server)
    server.silence()
    found = python("""
        async def main():
            states = []
            async def watch():
                async for state in openras.dial(entry, **what): states.append(state.name)
            task = asyncio.create_task(watch())
            while len(states) < 3: await asyncio.sleep(0.01)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            while openras.connections(): await asyncio.sleep(0.01)
            tell(cancelled=task.cancelled(), states=states)
        asyncio.run(main())
        """)
    assert found == [{"cancelled": True, "states": ALL_STATES[:3]}]
    manager.wait_restored()


def test_control_c_ends_a_synchronous_dial(wire, start_rasserver, manager, python):
    server = start_rasserver(wire.server)
    server.silence()
    found = python("""
        try:
            for state in openras.dial(entry, **what):
                if state is openras.State.ConnectDevice: signal.setitimer(signal.ITIMER_REAL, 0.05)
                signal.signal(signal.SIGALRM, signal.default_int_handler)
        except KeyboardInterrupt:
            tell(interrupted=True)
        while openras.connections(): pass
        """)
    assert found == [{"interrupted": True}]
    manager.wait_restored()


def test_errors_have_number_name_text_state_and_the_peers_words(server, manager, python):
    found = python("""
        for password in ("wrong",):
            try:
                openras.connect(entry, user="alice", password=password, phonebook=book)
            except openras.RasError as error:
                tell(number=error.number, name=error.name, text=error.text, state=error.state.name, said=str(error))
        for bad in (lambda: openras.dial("x" * 300), lambda: openras.dial("x", user="a\\0b")):
            try:
                bad()
            except ValueError as error:
                tell(value=str(error))
        try:
            openras.connect("no such entry", phonebook=book)
        except openras.RasError as error:
            tell(number=error.number)
        tell(left=len(openras.connections()))
        """)
    failed = found[0]
    assert failed["number"] == ERROR_AUTHENTICATION_FAILURE and failed["name"] == "ERROR_AUTHENTICATION_FAILURE"
    assert failed["state"] == "AuthNotify" or failed["state"] == "Authenticate"
    assert failed["text"] in failed["said"] and "Access denied" in failed["said"]
    assert found[1:] == [{"value": "entry is longer than 256 bytes of UTF-8"}, {"value": "user contains a NUL character"},
                         {"number": 623}, {"left": 0}]


def test_the_managers_death_is_heard(server, manager, python, work):
    argv, env = python.start("""
        async def main():
            try:
                async for state in openras.dial(entry, **what):
                    if state is openras.State.Authenticate:
                        tell(reached=True)
                        sys.stdin.readline()
            except openras.RasError as error:
                tell(number=error.number)
        asyncio.run(main())
        """)
    client = processes.Process(argv, name="python", env=env, stdin=-1)
    client.wait_event(reached=True)
    manager.process.kill()
    client.close_stdin()
    client.wait_event(number=711)
    assert client.wait(10) == 0


def test_watch_sees_what_others_dial_and_a_manager_that_dies(server, manager, python, book):
    manager.rasdial("office", "alice", "secret", f"/PHONEBOOK:{book}")
    argv, env = python.start("""
        async def main():
            seen = 0
            async for change in openras.watch():
                tell(up=change.up, entry=change.connection.entry, device=change.connection.device)
                seen += 1
                if seen == 5: break
        asyncio.run(main())
        """)
    client = processes.Process(argv, name="python", env=env)
    client.wait_event(up=True, entry="office", device="eth0")
    manager.rasdial("other", "alice", "secret", f"/PHONEBOOK:{book}")
    client.wait_event(up=True, entry="other")
    manager.rasdial("office", "/DISCONNECT")
    client.wait_event(up=False, entry="office")
    manager.process.kill()
    client.wait_event(up=False, entry="other")
    manager.start()
    manager.rasdial("a", "alice", "secret", f"/PHONEBOOK:{book}")
    client.wait_event(up=True, entry="a")
    assert client.wait(10) == 0
    assert not client.stderr, client.stderr


def test_stored_credentials(server, manager, python):
    found = python("""
        openras.save_credentials(entry, "alice", "secret", phonebook=book)
        stored = openras.stored_credentials(entry, phonebook=book)
        tell(user=stored.user, password=stored.has_password, said=repr(stored))
        with openras.connect(entry, phonebook=book) as line:
            tell(state=line.status().state.name)
        openras.forget_credentials(entry, phonebook=book)
        tell(password=openras.stored_credentials(entry, phonebook=book).has_password)
        try:
            openras.save_credentials("none", "alice", "secret", phonebook=book)
        except openras.RasError as error:
            tell(number=error.number)
        """)
    assert "secret" not in found[0].pop("said")
    assert found == [{"user": "alice", "password": True}, {"state": "Connected"}, {"password": False}, {"number": 623}]


def test_entries(server, manager, python, work):
    found = python("""
        tell(entries=[(one.name, one.phonebook == os.path.realpath(book), one.system) for one in openras.entries(book)])
        try:
            openras.entries("/nonexistent.pbk")
        except openras.RasError as error:
            tell(number=error.number)
        """)
    assert found == [{"entries": [[ENTRY, True, False], ["other", True, False]]}, {"number": 621}]


def test_states_are_those_of_the_reference(python):
    states = {}
    json.loads((TOP / "tests" / "abi" / "constants.json").read_text(),
               object_hook=lambda found: states.update(
                   {key[len("RASCS_"):]: value for key, value in found.items() if key.startswith("RASCS_")}))
    [found] = python("tell(states={state.name: int(state) for state in openras.State})")
    assert found["states"].items() <= states.items()
    [unknown] = python("tell(name=openras.State(4711).name, same=openras.State(4711) == 4711)")
    assert unknown == {"name": "State4711", "same": True}


def test_structures_have_the_sizes_of_the_reference(python):
    layout = json.loads((TOP / "tests" / "abi" / "layout.json").read_text())["x64"]
    [found] = python("""
        import ctypes
        from openras import _native
        tell(**{name: ctypes.sizeof(one) for name, one in vars(_native).items() if name.startswith("RAS") and
                isinstance(one, type) and issubclass(one, ctypes.Structure)})
        """)
    assert found.pop("RASDISCONNECTCAUSE") == 16 + 2048, "ours"
    assert len(found) >= 8
    for name, size in found.items():
        assert size == list(layout.get(name + "A", layout.get(name))["sizes"].values())[-1], name
