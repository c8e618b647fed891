"""Stored credentials in a real Secret Service: gnome-keyring-daemon on a session bus of its own, unlocked without a screen."""

import pytest

from support.programs import ERROR_ACCESS_DENIED, ERROR_AUTHENTICATION_FAILURE, LIBRARY, built, pppoe_entry, write_phonebook
from support.ras_shell import RasShell

PASSWORD = "Schlüssel-unter-der-Matte"
ASTERISKS = "*" * 16
USER_NAME, PASSWORD_ITEM, DOMAIN = 1, 2, 4
KEYRING = 'printf login | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 && exec "$@"'


@pytest.fixture
def server(wire, start_rasserver):
    return start_rasserver(wire.server, arguments=["--user", f"carol:{PASSWORD}", "--user", f"HOME\\dora:{PASSWORD}"])


@pytest.fixture
def book(work):
    return str(write_phonebook(work / "own.pbk", pppoe_entry("home"), pppoe_entry("büro"),
                               pppoe_entry("carols", OpenRasUser="carol")))


@pytest.fixture
def home(work):
    directory = work / "home"
    (directory / "run").mkdir(parents=True, mode=0o700)
    return directory


@pytest.fixture
def start_session(manager, home):
    """start_session() is a client process in a desktop session; the keyring survives it in its home directory."""
    shells = []

    def start(through=("dbus-run-session", "--", "sh", "-c", KEYRING, "sh")):
        environment = {"HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run"), "XDG_DATA_HOME": str(home / "data"),
                       "OPENRAS_CREDENTIALS": "secret-service", "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
        shells.append(RasShell(manager, built(LIBRARY), through=through, env=environment))
        return shells[-1]

    yield start
    for shell in shells:
        shell.end()  # killed, it would leave its session bus behind


def dial(shell, book, entry, user="", password="", domain=""):
    result = shell.dial(entry=entry, phonebook=book, user=user, password=password, domain=domain)
    if result["handle"]:
        shell.hang_up(handle=result["handle"])
    return result["result"]


def test_the_keyring_keeps_what_a_dial_needs(server, manager, start_session, book, home):
    session = start_session()
    stored = session.set_credentials(phonebook=book, entry="büro", mask=USER_NAME | PASSWORD_ITEM, user="carol",
                                     password=PASSWORD)
    assert stored == {"result": 0}
    session.end()

    session = start_session()
    assert session.get_credentials(phonebook=book, entry="büro") == {
        "result": 0, "mask": USER_NAME | PASSWORD_ITEM, "user": "carol", "password": ASTERISKS, "domain": ""}
    assert dial(session, book, "büro") == 0, "neither user nor password: the stored ones"
    assert dial(session, book, "büro", user="carol", password=ASTERISKS) == 0
    assert dial(session, book, "büro", user="alice", password=ASTERISKS) == ERROR_AUTHENTICATION_FAILURE
    assert dial(session, book, "home", password=ASTERISKS) == ERROR_AUTHENTICATION_FAILURE, "nothing is stored for it"

    assert session.rename_entry(phonebook=book, old="büro", new="zuhause") == {"result": 0}
    assert session.get_credentials(phonebook=book, entry="zuhause")["user"] == "carol"
    assert dial(session, book, "zuhause") == 0
    assert session.delete_entry(phonebook=book, entry="zuhause") == {"result": 0}
    assert session.rename_entry(phonebook=book, old="home", new="zuhause") == {"result": 0}
    assert session.get_credentials(phonebook=book, entry="zuhause")["mask"] == 0, "it went with its entry"

    assert not list(manager.state.rglob("*.sealed")), "the manager has stored nothing"
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files, "the keyring has a file"
    assert not [path for path in files if PASSWORD.encode() in path.read_bytes()]


def test_a_dial_takes_what_the_managers_store_would_give(server, manager, start_session, book):
    session = start_session()
    everything = {"phonebook": book, "entry": "home", "mask": USER_NAME | PASSWORD_ITEM | DOMAIN, "user": "dora",
                  "password": PASSWORD, "domain": "HOME"}
    assert session.set_credentials(**everything) == {"result": 0}
    assert dial(session, book, "home") == 0
    assert dial(session, book, "home", "dora", ASTERISKS, "HOME") == 0
    assert dial(session, book, "home", "dora", ASTERISKS, "*") == 0
    assert dial(session, book, "home", "dora", PASSWORD, "*") == 0, "the stored domain with a typed password"
    assert dial(session, book, "home", "dora", PASSWORD) == ERROR_AUTHENTICATION_FAILURE, "without it she is another"
    assert dial(session, book, "home", "dora", ASTERISKS, "WORK") == ERROR_AUTHENTICATION_FAILURE
    assert session.set_credentials(**{**everything, "entry": "carols", "mask": PASSWORD_ITEM}) == {"result": 0}
    assert dial(session, book, "carols") == 0, "the stored password is the entry's user's"
    assert dial(session, book, "carols", password=ASTERISKS) == 0
    assert dial(session, book, "carols", "carol", ASTERISKS) == 0
    assert dial(session, book, "carols", "dora", ASTERISKS) == ERROR_AUTHENTICATION_FAILURE


def test_an_entry_made_again_gets_nothing_from_the_keyring(server, manager, start_session, book):
    session = start_session()
    stored = {"phonebook": book, "entry": "home", "mask": USER_NAME | PASSWORD_ITEM, "user": "carol",
              "password": PASSWORD}
    write_phonebook(book, pppoe_entry("home", Guid="1" * 32))
    assert session.set_credentials(**stored) == {"result": 0}
    assert dial(session, book, "home") == 0
    write_phonebook(book, pppoe_entry("home", Guid="2" * 32))  # removed and made again with an editor
    assert session.get_credentials(phonebook=book, entry="home")["mask"] == 0
    assert dial(session, book, "home") == ERROR_AUTHENTICATION_FAILURE
    assert dial(session, book, "home", password=ASTERISKS) == ERROR_AUTHENTICATION_FAILURE
    assert session.set_credentials(**{**stored, "mask": USER_NAME}) == {"result": 0}
    assert session.get_credentials(phonebook=book, entry="home")["mask"] == USER_NAME, "the first one's are forgotten"

    write_phonebook(book, pppoe_entry("empty"), pppoe_entry("home"))
    assert session.set_credentials(**stored) == {"result": 0}
    write_phonebook(book, pppoe_entry("empty"))
    assert session.rename_entry(phonebook=book, old="empty", new="home") == {"result": 0}
    assert session.get_credentials(phonebook=book, entry="home")["mask"] == 0, "the renamed one had nothing"


def test_without_a_keyring_nothing_is_stored(manager, start_session, book):
    session = start_session(through=())
    assert session.set_credentials(phonebook=book, entry="home", mask=USER_NAME, user="carol",
                                   password="") == {"result": ERROR_ACCESS_DENIED}
    assert session.get_credentials(phonebook=book, entry="home")["result"] == ERROR_ACCESS_DENIED
    assert dial(session, book, "home", password=ASTERISKS) == ERROR_ACCESS_DENIED
    assert not list(manager.state.rglob("*.sealed"))
