"""A machine with systemd as its first process and the project's packages, from installation to purge.

One guest for all: the tests follow each other as they stand here, and each leaves the machine as it found it.
"""

import json

import pytest

from support import processes
from support.packages import Packages
from support.uml import GUEST, SystemdGuest

EARLIER = "0.0~earlier"
DIAL = "rasdial office alice secret"
PING = "ping -c 2 -i 0.2 -W 5 10.64.0.1"


@pytest.fixture(scope="session")
def packages(session_work):
    return Packages(session_work)


class Machine(SystemdGuest):
    def install(self, directory):
        self.run(f"dpkg --force-unsafe-io -i /run/out/{directory}/*.deb", timeout=120)

    def changed_files(self):
        """Every file that this machine has and the one it was made of has not, or has otherwise."""
        text = self.run(f"python3 {GUEST}/changed_files.py /run/overlay/upper /run/overlay/lower")
        return set(text.splitlines())

    def show(self, unit, name):
        return self.run(f"systemctl show -P {name} {unit}").strip()

    def status(self):
        return json.loads(self.run("rasdial --status --json"))["connections"]

    def hang_up(self):
        self.run("rasdial office /DISCONNECT")
        self.wait_restored()

    def wait_restored(self):
        """No interface, no route and no name server of ours is left."""
        self.wait_until('[ "$(cat /etc/resolv.conf)" = "nameserver 192.0.2.53" ] && ! ip link show ppp0')

    def wait_until(self, condition):
        self.run(f"until {condition}; do sleep 0.05; done >/dev/null 2>&1", timeout=20)


@pytest.fixture(scope="session")
def booted(packages, session_work):
    guest = Machine(session_work, "systemd")
    try:
        packages.copy_to(guest.out / "earlier", EARLIER)
        packages.copy_to(guest.out / "current")
        guest.wait_ready()
        guest.before = guest.changed_files()
        yield guest
    finally:
        guest.kill()


@pytest.fixture(scope="session")
def guest(booted):
    """The packages are installed, a provider is at the other end of eth0, and the system's book has the entry `office`."""
    booted.install("earlier")
    booted.run("""set -e
        useradd --groups openras dialler
        ip netns add provider
        ip link add eth0 type veth peer name eth0 netns provider
        ip link set eth0 up
        ip -n provider link set eth0 up
        systemd-run --quiet --unit=provider -p Type=notify -p NotifyAccess=all ip netns exec provider rasserver \
            --interface eth0 --user alice:secret --pool 10.64.0.0/16 --local 10.64.0.1 --dns 10.64.0.53 --tun
        rasdial --create office --system --type pppoe --device eth0
        """)
    return booted


def test_lintian_finds_nothing(packages):
    result = processes.run(["lintian", "--allow-root", "--fail-on", "error,warning,info", "--info", "--display-info",
                            # The compiler's flags are the project's own here, not those of debian/rules.
                            "--suppress-tags", "hardening-no-fortify-functions", packages.changes], timeout=60)
    assert result.status == 0, result.stdout


def test_the_installation_starts_the_manager(guest):
    assert guest.run("systemctl is-active rasmand.socket rasmand.service").split() == ["active", "active"]
    assert guest.run("systemctl is-enabled rasmand.socket rasmand.service").split() == ["enabled", "enabled"]
    assert guest.run("stat -c '%U:%G %a' /etc/openras /run/openras/manager.sock /var/lib/openras").splitlines() == [
        "root:root 755", "root:openras 660", "root:root 700"]
    assert guest.run("systemctl --failed --no-legend") == ""


def test_root_dials_the_entry_that_was_made_in_the_systems_book(guest):
    assert guest.run("stat -c '%U:%G %a' /etc/openras/rasphone.pbk").strip() == "root:root 644"
    guest.run(DIAL)
    [connection] = guest.status()
    assert (connection["entry"], connection["state"], connection["dns"]) == ("office", "Connected", ["10.64.0.53"])
    guest.run(PING)
    assert "nameserver 10.64.0.53" in guest.run("cat /etc/resolv.conf")
    assert guest.run("stat -c %a /etc/resolv.conf").strip() == "644"
    assert "0.0.0.0/1 dev ppp0" in guest.run("ip route")
    guest.hang_up()


def test_a_member_of_the_group_dials_the_systems_entry(guest):
    guest.run(DIAL, user="dialler")
    guest.run(PING)
    guest.run("rasdial office /DISCONNECT", user="dialler")
    guest.wait_restored()


def test_nobody_is_told_how_to_become_a_member(guest):
    refused = guest.run(DIAL, user="nobody", check=False)
    assert refused.status == 1
    assert "5 " in refused.stdout + refused.stderr and "usermod -aG openras" in refused.stderr, refused


def test_a_stored_password_is_roots_alone_and_outlives_a_restart(guest):
    guest.run("umask 077; echo secret > /root/password && "
                "rasdial --save office alice --password-file /root/password && rm /root/password")
    assert guest.run("stat -c '%U %a' /var/lib/openras/machine.key /var/lib/openras/credentials").splitlines() == [
        "root 600", "root 700"]
    guest.run("systemctl restart rasmand")
    guest.run("rasdial office")
    guest.hang_up()
    guest.run("rasdial --forget office")


def test_a_client_starts_the_manager_that_was_stopped(guest):
    guest.run("systemctl stop rasmand.service")
    guest.run(DIAL)
    assert guest.run("systemctl is-active rasmand.service").strip() == "active"
    guest.hang_up()


def test_a_restart_leaves_nothing_of_the_connections(guest):
    guest.run(DIAL)
    guest.run("systemctl restart rasmand")
    guest.wait_restored()
    guest.run(DIAL)
    guest.hang_up()


def test_a_reload_keeps_the_connections(guest):
    guest.run(DIAL)
    for config, mode in (("[access]\neveryone = true", "666"), ("", "660")):
        guest.run(f"echo '{config}' > /etc/openras/rasmand.toml; systemctl reload rasmand")
        guest.wait_until(f'[ "$(stat -c %a /run/openras/manager.sock)" = {mode} ]')
    guest.run("rm /etc/openras/rasmand.toml")
    guest.run(PING)
    guest.hang_up()


RESOLVCONF = """#!/bin/sh
mkdir -p /run/resolvconf
if [ $1 = -a ]; then cat > /run/resolvconf/$2; cat /run/resolvconf/$2 > /etc/resolv.conf.new; else
    rm /run/resolvconf/$2; echo nameserver 192.0.2.53 > /etc/resolv.conf.new; fi
mv /etc/resolv.conf.new /etc/resolv.conf
"""


def test_a_resolvconf_program_writes_what_everybody_can_read(guest):
    guest.run(f"cat > /usr/sbin/resolvconf <<'END'\n{RESOLVCONF}END\nchmod 755 /usr/sbin/resolvconf; systemctl restart rasmand")
    guest.run(DIAL)
    assert "nameserver 10.64.0.53" in guest.run("cat /etc/resolv.conf /run/resolvconf/ppp0.openras", user="nobody")
    guest.hang_up()
    guest.run("[ ! -e /run/resolvconf/ppp0.openras ] && rm -r /usr/sbin/resolvconf /run/resolvconf && systemctl restart rasmand")


@pytest.mark.parametrize("whom", ["main", "all"])
def test_a_killed_manager_is_undone_and_comes_back(guest, whom):
    guest.run(DIAL)
    restarts = int(guest.show("rasmand", "NRestarts"))
    guest.run(f"systemctl kill --signal=KILL --kill-whom={whom} rasmand")
    guest.wait_until(f'[ "$(systemctl show -P NRestarts rasmand)" -gt {restarts} ] && systemctl is-active rasmand')
    guest.wait_restored()
    guest.run(DIAL)
    guest.run(PING)
    guest.hang_up()


def test_the_service_is_confined(guest):
    """Below 3: systemd's words are "OK" and a smiling face."""
    guest.run("systemd-analyze security --no-pager --threshold=29 rasmand.service")
    said = guest.run("systemd-analyze verify --man=no rasmand.service rasmand.socket 2>&1")
    assert "rasmand" not in said, said
    pids = guest.run("cat /sys/fs/cgroup/system.slice/rasmand.service/cgroup.procs").split()
    assert len(pids) == 4
    for pid in pids:
        facts = dict(line.split(":\t", 1) for line in guest.run(f"cat /proc/{pid}/status").splitlines() if ":\t" in line)
        assert (facts["NoNewPrivs"], facts["Seccomp"], facts["Umask"]) == ("1", "2", "0077"), facts


def test_nothing_was_killed_by_a_filter(guest):
    """Neither the unit's nor the helper's: here no vDSO answers the clock."""
    journal = guest.run("journalctl --no-pager -o cat -u rasmand")
    assert "ready, listening" in journal
    for word in ("SIGSYS", "signal 31", "keeps ending", "EPERM", "not permitted"):
        assert word not in journal, journal


def test_an_upgrade_restarts_the_manager_and_keeps_the_book(guest):
    guest.run(DIAL)
    before = guest.show("rasmand", "MainPID")
    book = guest.run("cat /etc/openras/rasphone.pbk")
    guest.install("current")
    assert guest.show("rasmand", "MainPID") not in (before, "0")
    assert guest.run("systemctl is-active rasmand.socket rasmand.service").split() == ["active", "active"]
    guest.wait_restored()
    assert guest.run("cat /etc/openras/rasphone.pbk") == book
    guest.run(DIAL, user="dialler")
    guest.hang_up()


def test_purged_nothing_is_left(guest, packages):
    guest.run("rasdial --save office alice --password-file /dev/stdin <<END\nsecret\nEND")
    guest.run(DIAL)
    guest.run(f"dpkg -P {' '.join(packages.names())}", timeout=60)
    guest.wait_restored()
    assert guest.run("systemctl list-units --all --no-legend 'rasmand*'") == ""
    assert guest.run("pgrep --uid openras; ls -d /run/openras /var/lib/openras /etc/openras", check=False).stdout == ""
    # Debian's policy leaves users; the rest is the machine's own bookkeeping.
    ours = guest.changed_files() - guest.before
    left = {path for path in ours if not path.startswith(("/var/lib/dpkg/", "/var/log/", "/var/cache/", "/tmp/"))}
    assert left <= {f"/etc/{name}{old}" for name in ("passwd", "group", "shadow", "gshadow", "subuid", "subgid") for old in ("", "-")
                    } | {"/etc/.pwd.lock"}, left
