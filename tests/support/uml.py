"""Boots User-Mode Linux guests: a real kernel with PPP, on a machine that has none (Debian's user-mode-linux).

The guest sees the host's root file system read-only (hostfs) and one writable directory of the host at /run/out.
A guest tells that it is ready by a line on its console.
"""

import os
import pathlib
import shutil
import subprocess

from support import processes
from support.events import PATIENCE

GUEST = pathlib.Path(__file__).resolve().parent.parent / "interop" / "guest"
KERNEL = "/usr/bin/linux.uml"


class Uml:
    """A guest whose first process is the script `init` of GUEST."""

    def __init__(self, init, work, name, memory, devices=(), start=processes.Process, stdin=None, **parameters):
        """parameters become environment variables of the first process; no spaces in them."""
        assert os.path.exists(KERNEL), "user-mode-linux is not installed (tests/packages.list)"
        self.out = pathlib.Path(work) / name
        self.out.mkdir(parents=True)
        self._uml_dir = self.out / "uml"
        self._uml_dir.mkdir()
        words = [f"{key}={value}" for key, value in parameters.items()]
        assert not any(" " in word for word in words), "the kernel splits its command line at spaces"
        self.process = start(
            [KERNEL, f"umid={name}", f"uml_dir={self._uml_dir}/", f"mem={memory}",
             "root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro", "quiet", "loglevel=4",
             f"init={GUEST}/{init}", f"guest_dir={GUEST}", f"guest_out={self.out}", f"guest_name={name}",
             "con=null", "con0=fd:0,fd:1", "ssl=null", *devices, *words],
            name=f"guest {name}", log_file=self.out / "console.log", new_session=True, stdin=stdin)

    def wait_ready(self, timeout=60):
        self.process.wait_line(r"GUEST-READY", timeout)

    def log(self, name):
        path = self.out / name
        return path.read_text(errors="replace") if path.exists() else ""

    def kill(self):
        """Like pulling the plug: no packet leaves any more. All processes of the kernel are in the guest's own session."""
        self.process.kill()

    def remove(self):
        self.kill()
        shutil.rmtree(self.out, ignore_errors=True)


class UmlGuest(Uml):
    """init.sh prepares it and then sources the scenario script."""

    def __init__(self, namespace, tap, scenario, work, name, memory="128M", **parameters):
        super().__init__("init.sh", work, name, memory, start=namespace.start,
                         devices=[f"vec0:transport=tap,ifname={tap},depth=128,gro=1"], guest_scenario=scenario, **parameters)

    def power_off(self, timeout=15):
        """Asks the scenario to end; the guest then powers itself off."""
        (self.out / "stop").touch()
        try:
            self.process.wait(timeout)
        finally:
            self.kill()


class SystemdGuest(Uml):
    """A machine of its own with systemd as its first process: everything of the host's root may be changed, in memory.

    /run/out/commands/N.sh is run as root, one after the other, when the line "N SECONDS" comes on the console."""

    def __init__(self, work, name, memory="512M"):
        super().__init__("systemd_init.sh", work, name, memory, stdin=subprocess.PIPE)
        self._commands = self.out / "commands"
        self._commands.mkdir()
        self._count = 0

    def run(self, command, user=None, timeout=30, check=True):
        """A shell command; `user`: as that user with all groups. Its standard output, without check also its status and
        standard error."""
        self._count += 1
        script = self._commands / f"{self._count}.sh"
        if user:
            script.with_suffix(".user.sh").write_text(f"{command}\n")
            command = (f"exec setpriv --reuid={user} --regid=$(id -g {user}) --init-groups env HOME=/tmp/home-{user} "
                       f"sh /run/out/commands/{self._count}.user.sh")
        script.write_text(f"{command}\n")
        self.process.write(f"{self._count} {int(timeout * PATIENCE)}\n")
        status = int(self.process.wait_line(rf"GUEST-DID {self._count} (\d+)", timeout + 5).group(1))
        result = processes.Result(status, *(script.with_suffix(end).read_text(errors="replace") for end in (".out", ".err")), 0)
        if not check:
            return result
        assert status == 0, f"{command}: status {status}\n{result.stdout}\n{result.stderr}"
        return result.stdout
