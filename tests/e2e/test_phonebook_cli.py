"""Phone books from the command line: rasdial makes, changes, copies, imports and exports entries, and stores
credentials for them."""

import json
import os
import stat

import pytest

from support import processes
from support.programs import RASDIAL, built, pppoe_entry, write_phonebook

NAME = "Büro – Ωμέγα"
USAGE, NOT_FOUND = 2, 3


class Books:
    """rasdial with a home directory of its own; no manager is there."""

    def __init__(self, work):
        self.work = work
        self.user = work / "config" / "openras" / "rasphone.pbk"
        self.env = {**os.environ, "XDG_CONFIG_HOME": str(work / "config"), "LC_ALL": "C.UTF-8",
                    "OPENRAS_SOCKET": str(work / "none.sock")}

    def run(self, *words, status=0, input=None):
        result = processes.run([built(RASDIAL), *words], env=self.env, input=input)
        assert result.status == status, f"{words}: {result.status}\n{result.stdout}\n{result.stderr}"
        return result

    def json(self, *words, **options):
        return json.loads(self.run(*words, "--json", **options).stdout)

    def names(self, *words):
        """Of the books but the machine's own."""
        return [one["name"] for one in self.json("--entries", *words)["entries"] if not one["system_book"]]


@pytest.fixture
def books(work):
    return Books(work)


def test_an_entry_lives_from_create_to_delete(books):
    made = books.json("--create", NAME, "--type", "pppoe", "--device", "eth1", "--phone", "internet", "--user", "alice",
                      "--set", "OpenRasMtu=1480")
    assert made == {"result": "created", "entries": [NAME], "phonebook": str(books.user), "error": None}
    assert stat.S_IMODE(books.user.parent.stat().st_mode) == 0o700
    text = books.user.read_bytes()
    assert text.startswith(f"[{NAME}]\r\nEncoding=1\r\nPBVersion=".encode()) and b"\r\nDevice=eth1\r\n" in text

    shown = books.json("--show", NAME)
    assert {key: shown[key] for key in ("name", "phonebook", "system_book", "type", "device", "phone", "user")} == {
        "name": NAME, "phonebook": str(books.user), "system_book": False, "type": "pppoe", "device": "eth1",
        "phone": "internet", "user": "alice"}
    assert {"key": "OpenRasMtu", "value": "1480"} in shown["settings"]

    books.run("--edit", NAME, "--device", "eth2", "--unset", "OpenRasMtu", "--set", "IpPrioritizeRemote=0")
    changed = books.user.read_bytes()
    assert changed == text.replace(b"Device=eth1", b"Device=eth2").replace(b"OpenRasMtu=1480\r\n", b"").replace(
        b"IpPrioritizeRemote=1", b"IpPrioritizeRemote=0"), "and no other byte"

    books.run("--copy", NAME, "second")
    assert books.names() == [NAME, "second"]
    guids = [[one["value"] for one in books.json("--show", name)["settings"] if one["key"] == "Guid"]
             for name in (NAME, "second")]
    assert guids[0] != guids[1]
    books.run("--rename", NAME, "first")
    assert "first" in books.run("--entries").stdout.splitlines()
    assert "OpenRasUser=alice" in books.run("--show", "first", "--verbose").stdout
    assert books.json("--delete", "first")["result"] == "deleted"
    assert books.names() == ["second"]


@pytest.mark.parametrize("type, words", [("pptp", ["--phone", "vpn.example"]), ("l2tp", ["--phone", "vpn.example"]),
                                         ("sstp", ["--phone", "vpn.example"]), ("ikev2", ["--phone", "vpn.example"]),
                                         ("modem", ["--phone", "0123", "--device", "ttyS0"]), ("pppoe", [])])
def test_each_type(books, type, words):
    books.run("--create", "x", "--type", type, *words)
    shown = books.json("--show", "x")
    assert shown["type"] == type and shown["phone"] == (words[1] if words else "")


def test_mistakes_change_nothing(books):
    books.run("--create", "dsl", "--type", "pppoe")
    before = books.user.read_bytes()

    def refused(*words, status=1, says):
        result = books.run(*words, status=status)
        assert says in result.stderr, result.stderr
        assert books.user.read_bytes() == before

    refused("--create", "dsl", "--type", "pppoe", says="error 183")
    refused("--create", "a/b", "--type", "pppoe", says="error 123")
    refused("--create", "x", "--type", "dsl", status=USAGE, says="pppoe, pptp, l2tp")
    refused("--create", "x", "--type", "ikev2", status=USAGE, says="--phone")
    refused("--create", "x", status=USAGE, says="--type")
    refused("--edit", "dsl", "--set", "OpenRasMtu=70000", says="'70000' is not in 0 to 65535")
    refused("--edit", "dsl", "--set", "Devcie=eth1", says="'Devcie' is no key")
    refused("--edit", "dsl", "--user", "a\nb", says="error 87")
    refused("--edit", "none", "--user", "a", status=NOT_FOUND, says="error 623")
    refused("--copy", "dsl", "dsl", says="error 183")
    refused("--rename", "dsl", "", status=USAGE, says="empty")
    refused("--rename", "none", "x", status=NOT_FOUND, says="error 623")
    refused("--delete", "none", status=NOT_FOUND, says="error 623")
    refused("--show", "none", status=NOT_FOUND, says="error 623")
    refused("--show", "dsl", "-f", books.work / "none.pbk", says="error 621")
    refused("--export", "-", "none", status=NOT_FOUND, says="error 623")
    refused("--import", books.work / "none.pbk", says="error 621")
    error = books.json("--edit", "dsl", "--set", "OpenRasMtu=x", status=1)["error"]
    assert error["number"] == 625 and "OpenRasMtu" in error["detail"]


def test_what_is_passed_over_is_named(books):
    """File, line and reason; and a bad book in the folder hides no other."""
    books.user.parent.mkdir(parents=True)
    write_phonebook(books.user, "REM by a batch file\r\n", pppoe_entry("a"), pppoe_entry("b", OpenRasMtu=70000), pppoe_entry("a"))
    bad = books.user.parent / "bad.pbk"
    bad.write_bytes(b"\xff\xfe[ab")
    write_phonebook(books.user.parent / "other.pbk", pppoe_entry("c"))
    listed = books.run("--entries")
    assert listed.stdout.split() == ["a", "b", "c"]
    said = listed.stderr.splitlines()
    assert said[0] == f"rasdial: {books.user}:1: neither [name] nor Key=Value"
    assert "the entry of this name in line 2 counts" in said[1] and str(books.user) in said[1]
    assert "'70000' is not in 0 to 65535 ('b' cannot be used)" in said[2]
    assert said[3] == f"rasdial: {bad}: the file begins as UTF-16 and is none" and len(said) == 4
    assert books.json("--entries")["skipped"] == [line.removeprefix("rasdial: ") for line in said]
    assert books.run("--edit", "a", "--user", "alice").status == 0
    assert books.user.read_bytes().startswith(b"REM by a batch file\r\n[a]\r\n")


def test_import_and_export(books):
    other = write_phonebook(books.work / "other.pbk", pppoe_entry(NAME, Unknown="kept"), pppoe_entry("b"))
    original = other.read_bytes()
    assert books.json("--import", other)["entries"] == [NAME, "b"]
    assert books.user.read_bytes() == original, "byte for byte"
    assert "error 183" in books.run("--import", other, "b", status=1).stderr
    books.run("--edit", "b", "--user", "changed")
    books.run("--import", other, "b", "--replace")
    assert books.user.read_bytes() == original

    assert books.run("--export", "-").stdout.encode() == original.replace(b"\r\n", b"\n"), "as text, read by Python"
    out = books.work / "out.pbk"
    assert books.json("--export", out, "b") == {"result": "exported", "entries": ["b"], "phonebook": str(out), "error": None}
    books.run("--export", out, NAME)
    assert books.names("-f", out) == ["b", NAME]
    assert other.read_bytes() == original


def test_a_book_is_named_by_every_dialect(books):
    book = books.work / "named.pbk"
    books.run("--create", "x", "--type", "pppoe", f"/PHONEBOOK:{book}")
    books.run("--edit", "x", "--user", "alice", f"--phonebook={book}")
    assert books.json("--show", "X", "-f", book)["user"] == "alice", "names differ in case alone"
    assert not books.user.exists()
    assert books.names(f"/phonebook:{book}") == ["x"]


def test_two_processes_create_at_once(books):
    children = [processes.Process([built(RASDIAL), "--create", f"entry{i}", "--type", "pppoe"], name=f"create{i}",
                                  env=books.env) for i in range(12)]
    assert [child.wait(20) for child in children] == [0] * 12
    assert sorted(books.names()) == sorted(f"entry{i}" for i in range(12))


@pytest.fixture
def home(manager, work):
    """rasdial with a manager, and a user's book that has an entry for eth0."""
    books = Books(work)
    books.env["OPENRAS_SOCKET"] = str(manager.socket)
    books.run("--create", NAME, "--type", "pppoe", "--device", "eth0", "--set", "IpPrioritizeRemote=0")
    return books


def test_an_entry_that_was_created_is_dialled_with_stored_credentials(server, manager, home):
    secret = home.work / "secret"
    secret.write_text("secret\n")
    home.run("--save", NAME, "alice", "--password-file", secret)
    shown = home.json("--show", NAME)
    assert shown["stored_user"] == "alice" and shown["stored_password"] is True
    assert "secret" not in home.run("--show", NAME, "-v").stdout
    home.run(NAME)
    assert manager.connection(NAME)["state"] == "Connected"
    home.run(NAME, "/disconnect")
    home.run(NAME, "alice")  # the user whose password is stored
    home.run(NAME, "/disconnect")

    home.run("--rename", NAME, "dsl")
    home.run("dsl")
    home.run("dsl", "/DISCONNECT")
    assert home.json("--forget", "dsl")["result"] == "forgotten"
    assert home.json("--show", "dsl")["stored_password"] is False
    assert "error 691" in home.run("dsl", "alice", "--password-fd", "0", status=1, input="wrong\n").stderr
    assert home.run("dsl", status=1).stderr.startswith("Remote Access error")


def test_a_password_to_be_stored_is_not_taken_from_the_command_line(home):
    result = home.run("--save", NAME, "alice", "secret", status=USAGE)
    assert "--password-file" in result.stderr
    assert home.run("--save", "none", "alice", "--password-fd", "0", status=NOT_FOUND, input="x\n")
    deleted = home.run("--save", NAME, "alice", "--password-fd", "0", input="secret\n")
    assert deleted.stdout == f"Credentials of {NAME} stored.\n"
    home.run("--delete", NAME)
    home.run("--create", NAME, "--type", "pppoe")
    assert home.json("--show", NAME)["stored_password"] is False, "deleted with its entry"
