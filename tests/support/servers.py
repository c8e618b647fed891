"""PPPoE servers that nobody of this project wrote: Debian's pppoe-server with pppd (in a guest), and l2tpns."""

import pathlib

from support import transfer
from support.events import wait_until
from support.uml import UmlGuest


class PppoeGuest:
    """pppoe-server and pppd in a User-Mode Linux guest, on the Ethernet `interface` of the namespace `client`."""

    service = "internet"
    ac_name = "guestac"
    server_ipv4 = "10.65.0.1"
    dns = ["10.65.0.53", "10.65.0.54"]
    transfer_port = 5001

    def __init__(self, lab, work, name, auth, mtu=1492, pppd_options=""):
        self.auth = auth
        self.client = lab.namespace(f"{name}-c")
        self._wire = lab.namespace(f"{name}-w")
        self.interface = "eth0"
        lab.cable(self.client, self.interface, self._wire, "port0")
        lab.tap_bridge(self._wire, "br0", ["tap0"], ["port0"])
        self.guest = UmlGuest(self._wire, "tap0", "pppoe_server.sh", work, name, auth=auth, mtu=mtu,
                              pppd_options=pppd_options.replace(" ", ",").replace("\n", ";"))

    def wait_ready(self):
        self.guest.wait_ready()

    def server_ipv6(self, interface):
        """The link-local address of the server's end, learnt by asking all nodes of the link."""
        own = {a["local"] for a in self.client.addresses(interface) if a["family"] == "inet6"}
        result = self.client.run(["ping", "-6", "-c", "3", "-i", "0.2", "-W", "3", f"ff02::1%{interface}"])
        for line in result.stdout.splitlines():
            if "bytes from" in line:
                address = line.split("from ")[1].split("%")[0].rstrip(":")
                if address not in own:
                    return address
        raise AssertionError(f"nobody but us answers ff02::1 on {interface}:\n{result.stdout}{result.stderr}")

    def log(self):
        return self.guest.log("pppd.log")

    def close(self):
        self.guest.kill()


RADIUS_USERS = """
alice Cleartext-Password := "secret"
  Service-Type = Framed-User, Framed-Protocol = PPP, Framed-IP-Netmask = 255.255.255.255
"""

RADIUS_CONFIG = """
prefix = /usr
libdir = /usr/lib/freeradius
logdir = {root}
run_dir = {root}
max_request_time = 10
log {{
  destination = stdout
  auth = yes
}}
security {{
  allow_vulnerable_openssl = yes
}}
client lab {{
  ipaddr = 127.0.0.0/8
  secret = testing123
  require_message_authenticator = no
}}
modules {{
  pap {{
  }}
  chap {{
  }}
  files {{
    filename = {root}/users
  }}
}}
server lab {{
  listen {{
    type = auth
    ipaddr = 127.0.0.1
    port = 1812
  }}
  authorize {{
    chap
    files
    pap
  }}
  authenticate {{
    Auth-Type PAP {{
      pap
    }}
    Auth-Type CHAP {{
      chap
    }}
  }}
}}
"""


class L2tpns:
    """l2tpns answers PPPoE with a PPP of its own; FreeRADIUS beside it knows the users."""

    service = "isp"
    ac_name = "l2tpns-ac"
    dns = ["10.66.0.53", "10.66.0.54"]
    server_ipv4 = "10.66.0.1"
    server_ipv6_address = "fd66:1::1"
    transfer_port = 5001

    def __init__(self, lab, work, name, auth="chap,pap"):
        self.client = lab.namespace(f"{name}-c")
        self.server = lab.namespace(f"{name}-s")
        self.interface = "eth0"
        lab.cable(self.client, self.interface, self.server, "eth0")
        self.server.ip("addr", "add", "10.66.9.1/24", "dev", "eth0")
        self.server.ip("addr", "add", f"{self.server_ipv4}/32", "dev", "lo")
        self.server.ip("addr", "add", f"{self.server_ipv6_address}/128", "dev", "lo")
        self._work = pathlib.Path(work) / name
        self._work.mkdir(parents=True)
        self._start_radius()
        self._start_l2tpns(auth)
        self._transfer = self.server.start(["/usr/bin/python3", transfer.__file__, "serve", str(self.transfer_port)],
                                           name="transfer server", log_file=self._work / "transfer.log")

    def _start_radius(self):
        root = self._work / "radius"
        root.mkdir()
        (root / "radiusd.conf").write_text(RADIUS_CONFIG.format(root=root))
        (root / "users").write_text(RADIUS_USERS)
        self._radius = self.server.start(["freeradius", "-f", "-d", root, "-xx", "-l", "stdout"], name="freeradius",
                                         log_file=self._work / "radius.log")

    def _start_l2tpns(self, auth):
        directory = self._work / "l2tpns"
        (directory / "accounting").mkdir(parents=True)
        settings = {
            "log_file": directory / "log", "pid_file": directory / "pid", "hostname": "lablns", "l2tp_secret": "secret",
            "l2tp_mtu": 1500, "primary_dns": self.dns[0], "secondary_dns": self.dns[1],
            "primary_radius": "127.0.0.1", "primary_radius_port": 1812, "radius_secret": "testing123",
            "radius_authtypes": auth, "radius_accounting": "no", "allow_duplicate_users": "yes",
            "bind_address": "10.66.9.1", "cli_bind_address": "127.0.0.1", "peer_address": self.server_ipv4,
            "cluster_hb_timeout": 20, "cluster_address": "239.192.66.1", "cluster_interface": "eth0",
            "pppoe_if_to_bind": "eth0", "pppoe_service_name": self.service, "pppoe_ac_name": self.ac_name,
            "ipv6_prefix": "fd66::", "ppp_restart_time": 1}
        numeric = (int,)
        lines = ["set debug 3"]
        for key, value in settings.items():
            plain = isinstance(value, numeric) or value in ("yes", "no") or key in (
                "primary_dns", "secondary_dns", "primary_radius", "bind_address", "cli_bind_address", "peer_address",
                "cluster_address", "ipv6_prefix")
            lines.append(f"set {key} {value}" if plain else f'set {key} "{value}"')
        (directory / "startup-config").write_text("\n".join(lines) + "\n")
        (directory / "ip_pool").write_text("10.66.0.128/25\n")
        (directory / "users").write_text("")
        # Its address pool and its users are read from fixed paths: a mount namespace puts ours over them. On SIGTERM
        # it kills its whole process group, so it leads one of its own.
        script = (f"mount --bind {directory}/ip_pool /etc/l2tpns/ip_pool && "
                  f"mount --bind {directory}/users /etc/l2tpns/users && exec l2tpns -c {directory}/startup-config")
        self._l2tpns = self.server.start(["unshare", "-m", "sh", "-c", script], name="l2tpns",
                                         log_file=self._work / "l2tpns.log", new_session=True)
        self._l2tpns_log = directory / "log"

    def wait_ready(self):
        self._radius.wait_line("Ready to process requests", 20)
        self._transfer.wait_line("serving", 10)
        # It starts as a slave of its cluster and answers nobody until it has become the master.
        wait_until(self._answers_discovery, 20, "l2tpns answers PPPoE discovery", every=0.2)

    def _answers_discovery(self):
        assert self._l2tpns.alive(), "l2tpns ended\n" + self.log()
        return "Access-Concentrator" in self.client.run(
            ["pppoe-discovery", "-I", self.interface, "-t", "1", "-a", "1"], timeout=10).stdout

    def server_ipv6(self, interface):
        return self.server_ipv6_address

    def log(self):
        return self._l2tpns_log.read_text(errors="replace") if self._l2tpns_log.exists() else ""

    def close(self):
        for process in (self._l2tpns, self._radius, self._transfer):
            process.kill()
