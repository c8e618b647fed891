#!/usr/bin/env python3
"""Dials: how many a second, how long one takes, what a connection costs, how fast a notification and a hang-up are.

A machine of two network namespaces joined by a veth: rasserver in one, rasmand with its helper in the other, all on the
same processors, and bench_dials as the client that dials through the public API. Everything runs twice, with the
counting sink (--counting: no interface is made) and with a TUN interface for each connection. Needs root and ip.
"""
import argparse
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "tests"))
from support import namespaces, processes  # noqa: E402
from support.events import NotifySocket  # noqa: E402

PEERS = """\
Peers (measured on a machine of this kind in November 2026, PPPoE):
  bngblaster, client and stub server in one process   4,000 to 8,000 sessions/s, 2 ms for one, 5.5 kB a session, both ends
  pppd against one concentrator process               0.41 s a dial; 5.3 MB resident (0.9 MB private) a session
  l2tpns with a small prober                          12 to 53 ms to IPCP up"""


class Daemon:
    """A program in a namespace, its log in a file; ready when it says so by sd_notify."""

    def __init__(self, space, work, name, argv):
        self.log = work / f"{name}.log"
        notify = NotifySocket(work / f"{name}.notify")
        with open(self.log, "wb") as log:
            self.child = subprocess.Popen(space.command([str(word) for word in argv]), stdout=log, stderr=log,
                                          env={**os.environ, "NOTIFY_SOCKET": notify.path})
        try:
            notify.wait(self, 10)
        finally:
            notify.close()

    # What NotifySocket asks of a process.
    name = property(lambda self: self.log.stem)
    pid = property(lambda self: self.child.pid)

    def alive(self):
        return self.child.poll() is None

    def log_tail(self, lines):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def stop(self):
        if self.alive():
            self.child.send_signal(signal.SIGTERM)
            try:
                self.child.wait(20)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()


def pss(pids):
    """Proportional set size of some processes, bytes: private memory, and a share of what others have too."""
    total = 0
    for pid in pids:
        for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
    return total


def cpu_seconds(pids):
    total = 0
    for pid in pids:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


class Setting:
    """One manager and one server, fresh."""

    def __init__(self, options, work, counting):
        work.mkdir(mode=0o755)
        build = pathlib.Path(options.build)
        self.options = options
        self.lab = namespaces.Lab("bench-" + ("c" if counting else "t"))
        self.daemons = []
        client, server = self.lab.namespace("client"), self.lab.namespace("server")
        self.lab.cable(client, "eth0", server, "eth0")
        self.client_space = client
        self.server = self.start(server, work, "rasserver", [
            build / "src/server/rasserver", "--interface", "eth0", "--service", "internet", "--user", "alice:secret",
            "--pool", "10.64.0.0/15", "--local", "10.64.0.1", "--dns", "10.64.0.53", "--auth", options.auth])
        (work / "run").mkdir()
        (work / "run/resolv.conf").write_text("")
        # The users' limit is 4,096 dials; a benchmark may want more.
        (work / "rasmand.toml").write_text(f"[limits]\ndials_per_user = {max(4096, 2 * options.count)}\n")
        self.socket = work / "manager.sock"
        self.manager = self.start(client, work, "rasmand", [
            build / "src/manager/rasmand", "--socket", self.socket, "--user", "nobody", "--config", work / "rasmand.toml",
            "--helper", build / "src/net/ras-nethelper", "--runtime-dir", work / "run",
            "--state-dir", work / "state", "--resolv-conf",
            work / "run/resolv.conf", *(["--counting"] if counting else [])])
        self.helpers = [pid for pid in processes.descendants_of(self.manager.pid)
                        if os.path.realpath(f"/proc/{pid}/exe").endswith("ras-nethelper")]
        # rasmand itself, and the root process that started it where there is one.
        self.managers = [pid for pid in [self.manager.pid, *processes.descendants_of(self.manager.pid)]
                         if pid not in self.helpers]
        self.program = build / "bench/bench_dials"

    def start(self, *words):
        self.daemons.append(Daemon(*words))
        return self.daemons[-1]

    def client(self, *words):
        env = {**os.environ, "OPENRAS_SOCKET": str(self.socket), "BENCH_INTERFACE": "eth0", "BENCH_SERVICE": "internet"}
        return subprocess.Popen([str(self.program), *map(str, words)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                text=True, env=env)

    def ask(self, *words):
        client = self.client(*words)
        output = client.communicate(timeout=600)[0]
        if client.returncode != 0:
            sys.exit(f"bench_dials {words} failed\n{self.manager.log_tail(20)}\n{self.server.log_tail(20)}")
        return json.loads(output.splitlines()[-1])

    def many(self, threads):
        """COUNT dials, what they cost, and COUNT hang-ups."""
        before = {"manager": pss(self.managers), "helper": pss(self.helpers), "server": pss([self.server.pid])}
        pids = {"manager": self.managers, "helper": self.helpers, "server": [self.server.pid]}
        cpu = {name: cpu_seconds(ids) for name, ids in pids.items()}
        client = self.client("many", self.options.count, threads)
        up = json.loads(client.stdout.readline())
        up["memory"] = {name: (pss(ids) - before[name]) / self.options.count for name, ids in pids.items()}
        up["cpu"] = {name: cpu_seconds(ids) - cpu[name] for name, ids in pids.items()}
        up["cpu"]["client"] = cpu_seconds([client.pid])
        up["interfaces"] = len(self.client_space.ppp_links())
        down = json.loads(client.communicate("\n", timeout=600)[0].splitlines()[-1])
        return up, down

    def stop(self):
        for daemon in reversed(self.daemons):
            daemon.stop()
        self.lab.close()


def ms(values):
    values = sorted(values)
    return f"{statistics.median(values):.2f} ms (n={len(values)}, best {values[0]:.2f}, worst {values[-1]:.2f})"


def us(values):
    values = sorted(values)
    return f"{statistics.median(values):.0f} us (n={len(values)}, p10 {values[len(values) // 10]:.0f}, " \
           f"p90 {values[len(values) * 9 // 10]:.0f})"


def measure(options, work, counting):
    title = "counting sink (no interface)" if counting else "a TUN for each connection"
    print(f"== {title}", flush=True)
    setting = Setting(options, work, counting)
    result = {}
    try:
        if not options.only_many:
            busy = setting.ask("single", options.rounds, 0)
            idle = setting.ask("single", options.rounds, 250)
            notify = setting.ask("notify", options.rounds)
            result |= {"single": busy, "single_idle": idle, "notify": notify}
            print(f"one dial, the next at once           {ms(busy['dial_ms'])}")
            print(f"one dial, all at rest before         {ms(idle['dial_ms'])}")
            print(f"one hang-up, at once                 {ms(busy['hang_up_ms'])}")
            print(f"one hang-up, all at rest before      {ms(idle['hang_up_ms'])}")
            print(f"notification, bare bus connection    {us(notify['bare_us'])}")
            print(f"notification, through the pump       {us(notify['pump_us'])}", flush=True)
        result["many"] = []
        for turn in range(options.repeat):
            up, down = setting.many(options.threads)
            result["many"].append((up, down))
            rate = up["connected"] / up["took_ms"] * 1000
            print(f"{up['count']} dials at once: {up['connected']} connected, errors {up['errors'] or 'none'}; "
                  f"{up['took_ms']:.0f} ms = {rate:.0f} dials/s (asked for within {up['asked_ms']:.0f} ms); "
                  f"a dial {ms(up['dial_ms'])}")
            print("    processor seconds: " + ", ".join(f"{k} {v:.2f}" for k, v in up["cpu"].items()) +
                  f"; interfaces {up['interfaces']}")
            note = "" if turn == 0 else " (memory freed by the run before is used again: the first run counts)"
            print("    Pss a connection: " + ", ".join(f"{k} {v / 1000:.1f} kB" for k, v in up["memory"].items()) + note)
            print(f"    {up['connected']} hang-ups by {options.threads} threads: {down['took_ms']:.0f} ms = "
                  f"{up['connected'] / down['took_ms'] * 1000:.0f}/s, {down['failed']} failed", flush=True)
    finally:
        setting.stop()
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", help="build directory, configured with OPENRAS_BENCH")
    parser.add_argument("--count", type=int, default=1000, help="dials at once")
    parser.add_argument("--rounds", type=int, default=30, help="single dials")
    parser.add_argument("--repeat", type=int, default=3, help="times COUNT dials at once")
    parser.add_argument("--threads", type=int, default=64, help="that hang up")
    parser.add_argument("--auth", default="chap-md5")
    parser.add_argument("--only", choices=["counting", "tun"], help="one of the two halves")
    parser.add_argument("--only-many", action="store_true")
    parser.add_argument("--realtime", action="store_true", help="real-time priority: for a machine that is busy")
    parser.add_argument("--keep", action="store_true", help="the logs")
    parser.add_argument("--json", help="file for all numbers")
    options = parser.parse_args()
    options.build = os.path.abspath(options.build)
    if options.realtime:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))  # inherited by all that is started
    namespaces.sweep()
    work = pathlib.Path(f"/tmp/openras-{os.getpid()}-bench")
    work.mkdir(mode=0o755)
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, load average before the run {load:.1f}"
          f"{' (NOT an idle machine)' if load > 0.5 else ''}; Linux {os.uname().release}; {options.auth}"
          f"{'; real-time priority' if options.realtime else ''}")
    result = {}
    try:
        for kind in ("counting", "tun"):
            if options.only in (None, kind):
                result[kind] = measure(options, work / kind, kind == "counting")
    finally:
        if options.keep:
            print(f"logs: {work}")
        else:
            shutil.rmtree(work, ignore_errors=True)
    print("Pss: proportional set size in user space; the kernel's memory for interfaces and sockets is not in it.")
    print(PEERS)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(result))


if __name__ == "__main__":
    main()
