"""Dialling what is already connected; who releases what; who may end it."""

from support.events import wait_until
from support.programs import ERROR_DIAL_ALREADY_IN_PROGRESS, ERROR_INVALID_HANDLE, CONNECT_DEVICE, CONNECTED


def test_dialling_a_connected_entry_counts_one_reference_more(server, manager, book, start_shell):
    shell = start_shell()
    first = shell.dial(entry="office", phonebook=str(book))
    second = shell.dial(entry="office", phonebook=str(book))
    assert first["result"] == second["result"] == 0
    assert first["handle"] == second["handle"]
    assert manager.connection("office")["references"] == 2
    assert len(manager.interfaces()) == 1
    assert shell.hang_up(handle=first["handle"])["result"] == 0
    assert shell.status(handle=first["handle"])["state"] == CONNECTED
    assert shell.hang_up(handle=first["handle"])["result"] == 0
    assert shell.status(handle=first["handle"])["result"] == ERROR_INVALID_HANDLE
    manager.wait_restored()


def test_each_process_holds_its_own(server, manager, book, start_shell):
    one, two = start_shell(), start_shell()
    handle = one.dial(entry="office", phonebook=str(book))["handle"]
    assert two.dial(entry="office", phonebook=str(book))["handle"] == handle
    assert one.hang_up(handle=handle)["result"] == 0
    assert two.status(handle=handle)["state"] == CONNECTED
    assert two.hang_up(handle=handle)["result"] == 0
    assert one.status(handle=handle)["result"] == ERROR_INVALID_HANDLE


def test_a_stranger_ends_it_at_once(server, manager, book, start_shell):
    """RasHangUp by a process that holds no reference ends the connection, whatever others hold."""
    holder, stranger = start_shell(), start_shell()
    handle = holder.dial(entry="office", phonebook=str(book))["handle"]
    holder.dial(entry="office", phonebook=str(book))
    assert stranger.hang_up(handle=handle)["result"] == 0
    assert stranger.status(handle=handle)["result"] == ERROR_INVALID_HANDLE
    manager.wait_restored()


def test_rasdial_disconnect_ends_what_a_program_holds(server, manager, book, start_shell):
    holder = start_shell()
    holder.dial(entry="office", phonebook=str(book))
    assert manager.rasdial("office", "/DISCONNECT").status == 0
    manager.wait_restored()


def test_references_of_dead_processes_count_nothing(server, manager, book, start_shell):
    dead, living = start_shell(), start_shell()
    handle = dead.dial(entry="office", phonebook=str(book))["handle"]
    living.dial(entry="office", phonebook=str(book))
    assert manager.connection("office")["references"] == 2
    dead.kill()
    wait_until(lambda: manager.connection("office")["references"] == 1, 2, "the dead process's reference is gone")
    assert living.hang_up(handle=handle)["result"] == 0
    assert living.status(handle=handle)["result"] == ERROR_INVALID_HANDLE


def test_an_asynchronous_dial_of_a_connected_entry_hears_one_connected(server, manager, book, start_shell):
    shell = start_shell()
    handle = shell.dial(entry="office", phonebook=str(book))["handle"]
    client = manager.client("dial_async", "--entry", "office", "--phonebook", book, "--idle-ms", "200")
    assert client.wait(10) == 0
    heard = [(e["state"], e["error"], e["handle"]) for e in client.events() if e["event"] == "notify"]
    assert heard == [(CONNECTED, 0, handle)]


def test_an_entry_that_is_being_dialled_is_756(server, manager, book, start_shell):
    client = manager.client("dial_async", "--entry", "office", "--phonebook", book, "--hold-at", CONNECT_DEVICE, stdin=-1)
    client.wait_event(event="notify", state=CONNECT_DEVICE)
    assert start_shell().dial(entry="office", phonebook=str(book))["result"] == ERROR_DIAL_ALREADY_IN_PROGRESS
    client.write("\n")
    client.wait_event(event="notify", state=CONNECTED)


def test_a_failed_connection_never_satisfies_a_new_dial(server, manager, book, start_shell):
    shell = start_shell()
    failed = shell.dial(entry="office", phonebook=str(book), password="wrong")
    assert failed["result"] != 0
    good = shell.dial(entry="office", phonebook=str(book))
    assert good["result"] == 0
    assert good["handle"] != failed["handle"]
    assert shell.status(handle=failed["handle"])["error"] == failed["result"]
