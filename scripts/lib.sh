# What the scripts share. Sourced, after `cd` to the project's root.
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}
export DEBIAN_FRONTEND=noninteractive
# The same everywhere: other users run what is built here, and nothing of the caller's chooses another compiler or manager.
umask 022
PATH=$PATH:/usr/sbin:/sbin
unset CC CXX CFLAGS CXXFLAGS LDFLAGS PYTEST_ADDOPTS TMPDIR OPENRAS_SOCKET OPENRAS_NOTIFY OPENRAS_CREDENTIALS OPENRAS_LIBRARY_CONFIG

die() { echo "${0##*/}: $*" >&2; exit 1; }
bold= dim= plain=
[ ! -t 1 ] || { bold=$'\033[1m' dim=$'\033[2m' plain=$'\033[0m'; }
say() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }

need_root() {
    [ "$(id -u)" = 0 ] || die "needs root: it makes network namespaces and TUN devices, and installs packages that are missing"
    [ -e /dev/net/tun ] || { mkdir -p /dev/net && mknod /dev/net/tun c 10 200; } || die "there is no /dev/net/tun here"
}

apt_updated=
apt_get() {
    if [ -z "$apt_updated" ]; then
        apt-get -qq -o Acquire::Retries=5 update || die "apt-get update failed"
        apt_updated=yes
    fi
    apt-get -qq -y -o Acquire::Retries=5 -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 "$@" >/dev/null
}

have_package() { dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed; }

# Packages by name, only those that are missing. No daemon is started by its installation.
install_packages() {
    local package missing=()
    for package in "$@"; do have_package "$package" || missing+=("$package"); done
    [ ${#missing[@]} -eq 0 ] && return 0
    echo "installing ${missing[*]}"
    without_daemons apt_get --no-install-recommends install "${missing[@]}" || die "cannot install ${missing[*]}"
}

# The build dependencies stand once, in debian/control.
install_build_dependencies() {
    command -v dpkg-checkbuilddeps >/dev/null && dpkg-checkbuilddeps >/dev/null 2>&1 && return 0
    echo "installing the build dependencies of debian/control"
    without_daemons apt_get --no-install-recommends build-dep ./ || die "apt-get build-dep ./ failed"
}

# Debian asks policy-rc.d before it starts a daemon.
without_daemons() {
    local policy=/usr/sbin/policy-rc.d made= result=0
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy && made=yes
    fi
    "$@" || result=$?
    [ -z "$made" ] || rm -f $policy
    return $result
}

# build PRESET [TARGET...]: configures when needed, then builds; the whole output only after a failure.
build() {
    local preset=$1 log
    shift
    log=$(mktemp /tmp/openras-build-log-XXXXXX)
    if cmake --preset "$preset" >"$log" 2>&1 && cmake --build --preset "$preset" ${1:+--target "$@"} >>"$log" 2>&1; then
        rm -f "$log"
    else
        grep -nE 'FAILED|error|Error|warning:' "$log" | head -60
        tail -60 "$log"
        rm -f "$log"
        return 1
    fi
}
