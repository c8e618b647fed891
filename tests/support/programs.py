"""The programs of the project as a test uses them: rasmand with its helper, rasserver, rasdial, and phone books."""

import json
import os
import pathlib
import signal
import socket

from support import processes
from support.events import PATIENCE, NotifySocket, wait_for_network, wait_until

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get("OPENRAS_BUILD", TOP / "build" / "debug")).resolve()

RASMAND = BUILD / "src/manager/rasmand"
HELPER = BUILD / "src/net/ras-nethelper"
RASDIAL = BUILD / "src/cli/rasdial"
RASSERVER = BUILD / "src/server/rasserver"
LIBRARY = BUILD / "src/api/librasapi32.so"
CLIENTS = BUILD / "tests/e2e"

UNPRIVILEGED_USER = "nobody"

# A sanitizer's run-time library for programs that use a sanitized librasapi32 without being sanitized themselves.
PRELOAD = {"LD_PRELOAD": os.environ["OPENRAS_PRELOAD"]} if "OPENRAS_PRELOAD" in os.environ else {}


def built(path):
    assert path.exists(), f"{path} has not been built (OPENRAS_BUILD names the build directory)"
    return path


# RASCONNSTATE, in the order in which a PPPoE dial reports them.
OPEN_PORT, PORT_OPENED, CONNECT_DEVICE, DEVICE_CONNECTED, ALL_DEVICES_CONNECTED = 0, 1, 2, 3, 4
AUTHENTICATE, AUTH_NOTIFY, AUTH_PROJECT, AUTH_ACK, AUTHENTICATED, PROJECTED, APPLY_SETTINGS = 5, 6, 10, 12, 14, 18, 24
CONNECTED, DISCONNECTED = 0x2000, 0x2001
BEFORE_CONNECTED = {
    "OpenPort": OPEN_PORT, "PortOpened": PORT_OPENED, "ConnectDevice": CONNECT_DEVICE,
    "DeviceConnected": DEVICE_CONNECTED, "AllDevicesConnected": ALL_DEVICES_CONNECTED, "Authenticate": AUTHENTICATE,
    "AuthNotify": AUTH_NOTIFY, "AuthProject": AUTH_PROJECT, "AuthAck": AUTH_ACK, "Authenticated": AUTHENTICATED,
    "Projected": PROJECTED, "ApplySettings": APPLY_SETTINGS}

# raserror.h and winerror.h
ERROR_ACCESS_DENIED = 5
ERROR_INVALID_HANDLE = 6
ERROR_DISCONNECTION = 628
ERROR_USER_DISCONNECTION = 631
ERROR_NO_CONNECTION = 668
ERROR_AUTHENTICATION_FAILURE = 691
ERROR_RASMAN_CANNOT_INITIALIZE = 711
ERROR_DIAL_ALREADY_IN_PROGRESS = 756
ERROR_BROADBAND_TIMEOUT = 815

# RASDISCONNECTCAUSE.dwEndedBy
BY_USER, BY_PEER, BY_LINE, BY_ECHO_LOSS, BY_MANAGER = 1, 2, 3, 4, 5


def pppoe_entry(name, interface="eth0", service="", default_route=False, **keys):
    """One section of a phone book, as Windows writes it for a broadband entry."""
    before = {"Encoding": 1, "PBVersion": 6, "Type": 5, "DialMode": 1, "AuthRestrictions": 0,
              "IpPrioritizeRemote": int(default_route), "Ipv6PrioritizeRemote": int(default_route),
              "ExcludedProtocols": 0, **keys}
    lines = [f"[{name}]", *(f"{key}={value}" for key, value in before.items()), "",
             "MEDIA=rastapi", "Port=PPPoE5-0", f"Device={interface}", "", "DEVICE=PPPoE", f"PhoneNumber={service}", "", ""]
    return "\r\n".join(lines)


def write_phonebook(path, *sections):
    path = pathlib.Path(path)
    path.write_bytes("".join(sections).encode())
    return path


class Manager:
    """rasmand in a namespace. Its clients find it by `env`."""

    preload = PRELOAD

    def __init__(self, namespace, work, name="rasmand", config=None, arguments=(), start=True, resolvconf=None,
                 through=(), pass_fds=()):
        """resolvconf: a program that stands for /usr/sbin/resolvconf; without it the manager is given a resolv.conf.
        through: the command that starts it, with the descriptors pass_fds."""
        self.namespace = namespace
        self.name = name
        self.directory = pathlib.Path(work) / name
        self.directory.mkdir(mode=0o755)
        self.runtime = self.directory / "run"
        self.runtime.mkdir(mode=0o755)
        self.state = self.directory / "state"  # made by the manager when credentials are stored
        self.socket = self.directory / "manager.sock"
        self.resolv_conf = self.directory / "resolv.conf"
        self.resolv_conf.write_text("nameserver 192.0.2.53\n")
        self.config = self.directory / "rasmand.toml"
        if config is not None:
            self.config.write_text(config)
        self._arguments = list(arguments)
        self._resolvconf = resolvconf
        self._through = list(through)
        self._pass_fds = pass_fds
        self.env = {**os.environ, "OPENRAS_SOCKET": str(self.socket), "LC_ALL": "C.UTF-8"}
        self.process = None
        self.before = namespace.snapshot()
        self._starts = 0
        if start:
            self.start()

    def start(self):
        self._starts += 1
        notify = NotifySocket(self.directory / f"notify{self._starts}")
        argv = [built(RASMAND), "--socket", self.socket, "--user", UNPRIVILEGED_USER, "--helper", built(HELPER),
                "--runtime-dir", self.runtime, "--state-dir", self.state, "--foreground", *self._arguments]
        if self.config.exists():
            argv += ["--config", self.config]
        if self._resolvconf:
            # `ip netns exec` has made a mount namespace: only in there is the directory laid over /usr/sbin.
            overlay = f"mount -t overlay overlay -o lowerdir={self._resolvconf.parent}:/usr/sbin /usr/sbin"
            argv = ["sh", "-c", f'{overlay} && exec "$0" "$@"', *argv]
        else:
            argv += ["--resolv-conf", self.resolv_conf]
        self.process = self.namespace.start([str(word) for word in [*self._through, *argv]], name=self.name,
                                            log_file=self.directory / "log", pass_fds=self._pass_fds,
                                            env={**os.environ, "NOTIFY_SOCKET": notify.path})
        try:
            notify.wait(self.process, 10)
        finally:
            notify.close()
        return self

    @property
    def pid(self):
        return self.process.pid

    def helper_pids(self):
        """(supervisor, worker) of the net helper: the ones of our descendants that run its program. What runs
        resolvconf is not among them."""
        mine = self._helpers()
        supervisor = [pid for pid in mine if any(child in mine for child in processes.children_of(pid))]
        workers = [pid for pid in mine if pid not in supervisor]
        assert len(supervisor) == 1 and len(workers) == 1, f"helper processes: {mine}"
        return supervisor[0], workers[0]

    def resolvconf_runner(self):
        """The process of the net helper that runs resolvconf. It leads a session of its own."""
        [runner] = [pid for pid in self._helpers(of_runner=True) if os.getsid(pid) == pid]
        return runner

    def _helpers(self, of_runner=False):
        found = []
        for pid in processes.descendants_of(self.pid):
            try:
                own_session = os.getsid(pid) != os.getsid(self.pid)
                if os.path.realpath(f"/proc/{pid}/exe") == str(HELPER) and own_session == of_runner:
                    found.append(pid)
            except OSError:
                pass
        return found

    # --- rasdial

    def rasdial(self, *words, timeout=30, input=None, uid=None):
        """uid: as that user, who is in no group but the one of the same number."""
        become = ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups"] if uid else []
        return processes.run([*become, built(RASDIAL), *words], env=self.env, timeout=timeout, input=input)

    def start_rasdial(self, *words, **options):
        return processes.Process([built(RASDIAL), *words], name="rasdial", env=self.env, **options)

    def status(self, uid=None):
        """`rasdial --status --json`: every connection that the manager knows and that user may see, also failed ones."""
        result = self.rasdial("--status", "--json", uid=uid)
        assert result.status == 0, f"rasdial --status: {result}"
        parsed = json.loads(result.stdout or "[]")
        return parsed["connections"] if isinstance(parsed, dict) else parsed

    def connection(self, entry):
        for connection in self.status():
            if connection.get("entry") == entry:
                return connection
        return None

    # --- client programs

    def client(self, program, *words, env=(), stdin=None, namespace=None):
        argv = [str(built(CLIENTS / program)), *map(str, words)]
        return processes.Process(argv, name=program, env={**self.env, **self.preload, **dict(env)}, stdin=stdin)

    # --- what a dial leaves

    def interfaces(self):
        return self.namespace.ppp_links()

    def wait_restored(self, timeout=5):
        """Interfaces, addresses, routes and DNS are again as they were before the manager started."""
        def same():
            return self.namespace.snapshot() == self.before
        try:
            wait_for_network(self.namespace, same, timeout, "the machine is as it was before the dial")
        except AssertionError as error:
            now = self.namespace.snapshot()
            differences = {key: {"gone": [x for x in self.before[key] if x not in now[key]],
                                 "left": [x for x in now[key] if x not in self.before[key]]} for key in now}
            raise AssertionError(f"{error}\ndifferences: {differences}") from None
        assert self.resolv_conf.read_text() == "nameserver 192.0.2.53\n", "resolv.conf was not put back"

    def wait_forgotten(self, entry, timeout=5):
        """The manager lists the entry as neither dialling nor connected."""
        def gone():
            connection = self.connection(entry)
            return connection is None or is_over(connection)
        wait_until(gone, timeout, f"{entry} is neither dialling nor connected", every=0.05)

    def stop(self):
        if self.process:
            self.process.stop(10)


def is_over(connection):
    """Whether a connection of `--status --json` is one that has failed or dropped."""
    return connection["state"] == "Disconnected"


class RasServer:
    """Our own access concentrator. SIGSTOP makes it a silent peer."""

    def __init__(self, namespace, work, name="rasserver", interface="eth0", service="internet", ac_name="openras-ac",
                 auth="chap-md5", arguments=()):
        directory = pathlib.Path(work) / name
        directory.mkdir(mode=0o755)
        self.namespace = namespace
        self.service = service
        self.control = directory / "control.sock"
        self.local = "10.64.0.1"
        self.dns = "10.64.0.53"
        notify = NotifySocket(directory / "notify")
        argv = [built(RASSERVER), "--interface", interface, "--ac-name", ac_name, "--service", service,
                "--user", "alice:secret", "--pool", "10.64.0.0/16", "--local", self.local, "--dns", self.dns,
                "--auth", auth, "--control", self.control, *arguments]
        self.process = namespace.start([str(word) for word in argv], name=name, log_file=directory / "log",
                                       env={**os.environ, "NOTIFY_SOCKET": notify.path})
        try:
            notify.wait(self.process, 10)
        finally:
            notify.close()

    def command(self, line):
        """One command of the control socket; the lines it answers, without the final "ok"."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5 * PATIENCE)
            connection.connect(str(self.control))
            connection.sendall(line.encode() + b"\n")
            lines = []
            for text in connection.makefile():
                if text.startswith("error"):
                    raise AssertionError(f"rasserver, {line!r}: {text}")
                if text.strip() == "ok":
                    return lines
                lines.append(text.rstrip())
        raise AssertionError(f"rasserver, {line!r}: no answer")

    def wait_sessions(self, count, timeout=3):
        wait_until(lambda: len(self.command("list")) == count, timeout, f"rasserver has {count} sessions", every=0.05)

    def silence(self):
        """From now on it hears and says nothing, but stays."""
        self.process.signal(signal.SIGSTOP)

    def speak(self):
        self.process.signal(signal.SIGCONT)

    def stop(self):
        self.speak()
        self.process.stop()
