"""A laboratory of network namespaces: named after this process, gone when it ends, also after a failure."""

import atexit
import ctypes
import json
import os
import re
import socket
import threading

from support import processes

_libc = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000
PREFIX = "openras-"


def ip(*words, check=True):
    return processes.run(["ip", *words], check=check)


def sweep():
    """Removes what a killed run left behind: namespaces of ours whose process is gone."""
    for line in ip("netns", "list").stdout.splitlines():
        name = line.split()[0] if line.split() else ""
        match = re.match(rf"{PREFIX}(\d+)-", name)
        if match and not os.path.exists(f"/proc/{match.group(1)}"):
            ip("netns", "del", name, check=False)


class Namespace:
    def __init__(self, name):
        self.name = name
        ip("netns", "add", name)
        self.ip("link", "set", "lo", "up")

    def ip(self, *words, check=True):
        return ip("-n", self.name, *words, check=check)

    def ip_json(self, *words):
        text = ip("-n", self.name, "-j", *words, check=False).stdout
        return json.loads(text) if text.strip() else []

    def command(self, argv):
        """The command line that runs argv here (it is an exec: the pid stays that of the program)."""
        return ["ip", "netns", "exec", self.name, *argv]

    def run(self, argv, **options):
        return processes.run(self.command(argv), **options)

    def start(self, argv, **options):
        return processes.Process(self.command(argv), **options)

    def call(self, function, *arguments):
        """Runs a function on a thread that lives in this namespace; sockets that it makes stay here."""
        outcome = {}

        def inside():
            fd = os.open(f"/run/netns/{self.name}", os.O_RDONLY)
            try:
                if _libc.setns(fd, CLONE_NEWNET) != 0:
                    raise OSError(ctypes.get_errno(), "setns")
                outcome["value"] = function(*arguments)
            except BaseException as error:  # handed to the caller below
                outcome["error"] = error
            finally:
                os.close(fd)

        thread = threading.Thread(target=inside)
        thread.start()
        thread.join()
        if "error" in outcome:
            raise outcome["error"]
        return outcome["value"]

    def socket(self, *arguments):
        return self.call(socket.socket, *arguments)

    # --- what is in it

    def links(self):
        return {link["ifname"]: link for link in self.ip_json("link", "show")}

    def ppp_links(self):
        return sorted(name for name in self.links() if name.startswith("ppp"))

    def addresses(self, interface):
        found = []
        for link in self.ip_json("addr", "show", "dev", interface):
            for address in link.get("addr_info", []):
                found.append(address)
        return found

    def snapshot(self):
        """Interfaces, addresses and routes, comparable with ==."""
        links = sorted((name, link["mtu"], "UP" in link["flags"]) for name, link in self.links().items())
        addresses = sorted(
            (link["ifname"], address["local"], address["prefixlen"])
            for link in self.ip_json("addr", "show") for address in link.get("addr_info", []) if "local" in address)
        routes = []
        for family in ("-4", "-6"):
            for route in self.ip_json(family, "route", "show", "table", "all"):
                if route.get("type") == "multicast":
                    continue
                routes.append((family, route.get("dst"), route.get("gateway"), route.get("dev"), route.get("table"),
                               route.get("metric")))
        return {"links": links, "addresses": addresses, "routes": sorted(routes, key=repr)}

    def delete(self):
        ip("netns", "del", self.name, check=False)


class Lab:
    """All namespaces of one test, or of one session."""

    def __init__(self, tag):
        self._tag = f"{PREFIX}{os.getpid()}-{tag}"
        self._namespaces = []
        atexit.register(self.close)

    def namespace(self, name):
        space = Namespace(f"{self._tag}{name}")
        self._namespaces.append(space)
        return space

    def cable(self, left, left_name, right, right_name, mtu=None):
        """A veth pair between two namespaces, both ends up, without IPv6 chatter of its own."""
        ip("link", "add", left_name, "netns", left.name, "type", "veth", "peer", "name", right_name, "netns", right.name)
        for space, name in ((left, left_name), (right, right_name)):
            space.run(["sysctl", "-qw", f"net.ipv6.conf.{name}.disable_ipv6=1"], check=True)
            if mtu:
                space.ip("link", "set", name, "mtu", str(mtu))
            space.ip("link", "set", name, "up")

    def tap_bridge(self, space, bridge, taps, ports=()):
        """A bridge with taps for guests and with interfaces that exist already."""
        space.ip("link", "add", bridge, "type", "bridge", "forward_delay", "0", "mcast_snooping", "0")
        space.run(["sysctl", "-qw", f"net.ipv6.conf.{bridge}.disable_ipv6=1"], check=True)
        space.ip("link", "set", bridge, "up")
        for tap in taps:
            space.ip("tuntap", "add", "dev", tap, "mode", "tap")
        for port in [*taps, *ports]:
            space.ip("link", "set", port, "master", bridge, "up")

    def close(self):
        while self._namespaces:
            self._namespaces.pop().delete()
        atexit.unregister(self.close)
