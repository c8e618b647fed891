"""Completion of rasdial's command line, driven as the shells drive it."""

import os
import pty
import re
import select
import shlex
import subprocess
import time

import pytest

from support.events import PATIENCE
from support.programs import RASDIAL, TOP, built, pppoe_entry, write_phonebook

BASH = TOP / "packaging" / "rasdial.bash-completion"
ZSH = TOP / "packaging" / "rasdial.zsh-completion"


@pytest.fixture
def environment(work):
    write_phonebook(work / "own.pbk", *(pppoe_entry(name) for name in ("Büro Süd", "Büro Nord", "dsl")))
    (work / "openras").mkdir()
    write_phonebook(work / "openras" / "rasphone.pbk", pppoe_entry("office"), pppoe_entry("home"))
    return {"PATH": f"{built(RASDIAL).parent}:{os.environ['PATH']}", "XDG_CONFIG_HOME": str(work), "HOME": str(work),
            "LC_ALL": "C.UTF-8", "TERM": "dumb", "OPENRAS_SOCKET": str(work / "none.sock")}


@pytest.fixture
def bash(environment, work):
    def complete(*words):
        """What Tab offers behind these words, as readline has split them."""
        script = f"""source {shlex.quote(str(BASH))}
            COMP_WORDS=(rasdial {shlex.join(words)}); COMP_CWORD={len(words)}
            _rasdial; [ ${{#COMPREPLY[@]}} = 0 ] || printf '%s\\n' "${{COMPREPLY[@]}}" """
        done = subprocess.run(["bash", "--norc", "-c", script], env=environment, cwd=work, text=True, capture_output=True,
                              timeout=20)
        assert not done.stderr, done.stderr
        return done.stdout.splitlines()

    return complete


def test_bash_entries_of_the_book_in_question(bash):
    assert {"home", "office"} <= set(bash(""))
    assert bash("of") == ["office"]
    assert bash("--phonebook", "own.pbk", "--show", "B") == [r"Büro\ Süd", r"Büro\ Nord"]
    assert bash("-f", "own.pbk", r"Büro\ S") == [r"Büro\ Süd"]
    assert bash("/phonebook", ":", "own.pbk", "d") == ["dsl"]
    assert bash("--phonebook", "=", "own.pbk", "--edit", "'Büro N") == ["Büro Nord"]
    assert bash("--import", "own.pbk", "d") == ["dsl"]
    assert bash("--create", "") == []
    assert bash("--status", "") == [], "no manager, no connections"


def test_bash_values_and_files(bash):
    assert bash("--create", "x", "--type", "pp") == ["pppoe", "pptp"]
    assert "lo" in bash("--device", "")
    assert bash("--edit", "dsl", "--set", "OpenRasM") == ["OpenRasMtu="]
    assert bash("--import", "own") == ["own.pbk"]
    assert bash("/PHONEBOOK", ":", "ow") == ["own.pbk"]
    assert bash("--export", "=", "ow") == ["own.pbk"]
    assert bash("/pref") == ["/PREFIXSUFFIX"]
    assert bash("/ph") == ["/PHONEBOOK:", "/PHONE:"]


def test_every_switch_of_the_help_is_offered(bash):
    known = subprocess.run([built(RASDIAL), "--help"], capture_output=True, text=True).stdout
    words = set(re.findall(r"--[a-z-]+", known)) - {"--"}
    assert words and words <= set(bash("--")), words - set(bash("--"))
    assert set(bash("--")) <= set(re.findall(r"--[a-z-]+", ZSH.read_text()))
    assert set(re.findall(r"/[A-Z]+", known)) <= {word.rstrip(":") for word in bash("/")}


class Zsh:
    """A shell at a terminal: completion there is done by its line editor alone."""

    def __init__(self, environment, directory):
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.chdir(directory)
            os.execvpe("zsh", ["zsh", "-f", "-i"], environment)
        functions = directory / "functions"
        functions.mkdir()
        (functions / "_rasdial").symlink_to(ZSH)
        self.type("unsetopt zle_bracketed_paste prompt_sp; PS1='>'; zstyle ':completion:*' list-prompt ''\n"
                  f"fpath=({functions} $fpath); autoload -U compinit; compinit -u -D; echo rea''dy\n")
        self.read_until("ready")

    def type(self, text):
        os.write(self.terminal, text.encode())

    def read_until(self, wanted):
        seen, end = "", time.monotonic() + 15 * PATIENCE
        while wanted not in seen:
            left = end - time.monotonic()
            assert left > 0 and select.select([self.terminal], [], [], left)[0], f"no {wanted!r} in {seen!r}"
            seen += os.read(self.terminal, 65536).decode(errors="replace")
        return seen

    def completes(self, typed, wanted):
        """The line that Tab makes is run as an echo of its words."""
        self.type(f"\x15rasdial {typed}\t\x01: \x05 ; print -r -- \"<$_>\"\n")
        return self.read_until(f"<{wanted}>")

    def close(self):
        os.close(self.terminal)
        os.waitpid(self.child, 0)


def test_zsh(environment, work):
    shell = Zsh(environment, work)
    try:
        shell.completes("of", "office")
        shell.completes("--phonebook own.pbk --show Büro\\ S", "Büro Süd")
        shell.completes("--system --entr", "--entries")
        shell.completes("--create x --type ppp", "pppoe")
        shell.completes("/pref", "/PREFIXSUFFIX")
        shell.completes("/PHONEBOOK:own", "/PHONEBOOK:own.pbk")
        shell.completes("--phonebook=own.pbk ds", "dsl")
    finally:
        shell.close()
