#!/usr/bin/env python3
"""TCP throughput of one PPPoE link: OpenRAS' data plane beside a null forwarder with the same framing.

Two network namespaces joined by a veth; in each a TUN and one end (bench_throughput_end). One TCP stream each way,
rounds of the two alternating in one run, since absolute numbers drift and ratios within a run hold. Needs root, ip and
iperf3. cpu is user and system time of both ends and both iperf3, in milliseconds for each Gbit moved.
"""
import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys

SIDES = ("a", "b")
PID = os.getpid()
NAMESPACE = {side: f"openras-bench-{PID}-{side}" for side in SIDES}
MAC = {"a": "02:00:5e:10:00:0a", "b": "02:00:5e:10:00:0b"}
ADDRESS = {"a": "10.98.0.1", "b": "10.98.0.2"}
TICKS = os.sysconf("SC_CLK_TCK")


def ip(*words):
    subprocess.run(("ip",) + words, check=True)


def set_up():
    for side in SIDES:
        ip("netns", "add", NAMESPACE[side])
        ip("-n", NAMESPACE[side], "link", "set", "lo", "up")
    ip("-n", NAMESPACE["a"], "link", "add", "eth0", "address", MAC["a"], "type", "veth",
       "peer", "name", "eth0", "address", MAC["b"], "netns", NAMESPACE["b"])
    for side in SIDES:
        ip("-n", NAMESPACE[side], "link", "set", "eth0", "up")


def tear_down():
    for side in SIDES:
        subprocess.run(["ip", "netns", "del", NAMESPACE[side]], stderr=subprocess.DEVNULL)


def inside(side, *command, **options):
    return subprocess.Popen(["ip", "netns", "exec", NAMESPACE[side], *command], stdout=subprocess.PIPE, text=True,
                            **options)


def cpu_seconds(process):
    with open(f"/proc/{process.pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def stop(process):
    process.send_signal(signal.SIGTERM)
    return process.communicate(timeout=10)[0].strip()


def measure(kind, program, seconds, verbose):
    """{direction: (Gbit/s, cpu ms/Gbit)}"""
    ends = {}
    other = {"a": "b", "b": "a"}
    try:
        for side in SIDES:
            ends[side] = inside(side, program, kind, "ppp0", "eth0", MAC[other[side]], "17")
            if ends[side].stdout.readline().strip() != "ready":
                sys.exit(f"{program} {kind} did not start")
            ip("-n", NAMESPACE[side], "address", "add", ADDRESS[side], "peer", ADDRESS[other[side]], "dev", "ppp0")
            ip("-n", NAMESPACE[side], "link", "set", "ppp0", "mtu", "1492", "up")
        result = {}
        for direction, flag in (("a to b", []), ("b to a", ["-R"])):
            server = inside("b", "iperf3", "-s", "-1", "--forceflush", "-B", ADDRESS["b"])
            while "listening" not in server.stdout.readline():
                pass
            before = sum(cpu_seconds(end) for end in ends.values())
            client = inside("a", "iperf3", "-J", "-c", ADDRESS["b"], "-t", str(seconds), "-O", "1", *flag)
            report = json.loads(client.communicate()[0])
            server.communicate()
            if "error" in report:
                sys.exit(f"iperf3: {report['error']}")
            own = sum(cpu_seconds(end) for end in ends.values()) - before
            received = report["end"]["sum_received"]
            usage = report["end"]["cpu_utilization_percent"]
            # The omitted first second is in the ends' time but not in the received bytes.
            share = received["seconds"] / (received["seconds"] + 1)
            iperf = (usage["host_total"] + usage["remote_total"]) / 100 * received["seconds"]
            gbit = received["bytes"] * 8 / 1e9
            result[direction] = (received["bits_per_second"] / 1e9, (own * share + iperf) * 1000 / gbit)
            if verbose:
                print(f"    {kind} {direction}: {result[direction][0]:.2f} Gbit/s, retransmits "
                      f"{report['end']['sum_sent'].get('retransmits')}", flush=True)
        return result
    finally:
        for side, end in ends.items():
            if verbose:
                with open(f"/proc/{end.pid}/stat") as stat:
                    fields = stat.read().rpartition(")")[2].split()
                print(f"    {side}: user {int(fields[11]) / TICKS} s, system {int(fields[12]) / TICKS} s")
            last = stop(end)
            if verbose and last:
                print(f"    {side}: {last}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="bench_throughput_end")
    parser.add_argument("--seconds", type=int, default=4, help="of one transfer")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--realtime", action="store_true", help="real-time priority: for a machine that is busy")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not shutil.which("ip") or not shutil.which("iperf3"):
        sys.exit("throughput.py: needs ip and iperf3: apt-get install iproute2 iperf3")
    if options.realtime:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))  # inherited by all that is started
    rates, costs = {}, {}
    try:
        set_up()
        for _ in range(options.rounds):
            for kind in ("null", "openras"):
                for direction, (rate, cost) in measure(kind, options.program, options.seconds, options.verbose).items():
                    rates.setdefault((kind, direction), []).append(rate)
                    costs.setdefault((kind, direction), []).append(cost)
    finally:
        tear_down()
    rate = {key: statistics.median(values) for key, values in rates.items()}
    cost = {key: statistics.median(values) for key, values in costs.items()}
    if options.json:
        print(json.dumps({f"{kind} {direction}": {"gbit_per_s": rate[kind, direction],
                                                  "cpu_ms_per_gbit": cost[kind, direction]}
                          for kind, direction in rate}))
        return
    print(f"one TCP stream through one PPPoE link, MTU 1492, median of {options.rounds} rounds of {options.seconds} s")
    print(f"{'':10}{'null Gbit/s':>14}{'cpu ms/Gbit':>14}{'OpenRAS Gbit/s':>16}{'cpu ms/Gbit':>14}{'ratio':>8}")
    for direction in ("a to b", "b to a"):
        null, ours = ("null", direction), ("openras", direction)
        print(f"{direction:10}{rate[null]:14.2f}{cost[null]:14.0f}{rate[ours]:16.2f}{cost[ours]:14.0f}"
              f"{rate[ours] / rate[null]:8.2f}")


if __name__ == "__main__":
    main()
