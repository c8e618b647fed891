"""Boots User-Mode Linux guests: a real kernel with PPP, on a machine that has none (Debian's user-mode-linux).

The guest sees the host's root file system read-only (hostfs) and one writable directory of the host at /run/out.
`guest/init.sh` prepares it and then sources the scenario script. A guest tells that it is ready by a line on its console.
"""

import os
import pathlib
import shutil


GUEST = pathlib.Path(__file__).resolve().parent.parent / "interop" / "guest"
KERNEL = "/usr/bin/linux.uml"


class UmlGuest:
    def __init__(self, namespace, tap, scenario, work, name, memory="128M", **parameters):
        """parameters become environment variables of the scenario; no spaces in them."""
        assert os.path.exists(KERNEL), "user-mode-linux is not installed (tests/packages.list)"
        self.out = pathlib.Path(work) / name
        self.out.mkdir(parents=True)
        self._uml_dir = self.out / "uml"
        self._uml_dir.mkdir()
        words = [f"{key}={value}" for key, value in parameters.items()]
        assert not any(" " in word for word in words), "the kernel splits its command line at spaces"
        self.process = namespace.start(
            [KERNEL, f"umid={name}", f"uml_dir={self._uml_dir}/", f"mem={memory}",
             "root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro", "quiet", "loglevel=4",
             f"init={GUEST}/init.sh", f"guest_dir={GUEST}", f"guest_out={self.out}", f"guest_scenario={scenario}",
             f"guest_name={name}", "con=null", "con0=fd:0,fd:1", "ssl=null",
             f"vec0:transport=tap,ifname={tap},depth=128,gro=1", *words],
            name=f"guest {name}", log_file=self.out / "console.log", new_session=True)

    def wait_ready(self, timeout=60):
        self.process.wait_line(r"GUEST-READY", timeout)

    def log(self, name):
        path = self.out / name
        return path.read_text(errors="replace") if path.exists() else ""

    def power_off(self, timeout=15):
        """Asks the scenario to end; the guest then powers itself off."""
        (self.out / "stop").touch()
        try:
            self.process.wait(timeout)
        finally:
            self.kill()

    def kill(self):
        """Like pulling the plug: no packet leaves any more. All processes of the kernel are in the guest's own session."""
        self.process.kill()

    def remove(self):
        self.kill()
        shutil.rmtree(self.out, ignore_errors=True)
