#!/bin/bash
# First process of each User-Mode Linux guest. The root is a read-only view of the host's /; whatever must be writable is
# a tmpfs of the guest or a copy in one, and results go to /run/out, a directory of the host.
# Parameters come as environment variables from the kernel's command line: guest_dir guest_out guest_scenario guest_name.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/run LANG=C.UTF-8
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs run /run
mountpoint -q /dev || mount -t devtmpfs dev /dev
mkdir -p /dev/pts /dev/shm /run/out /run/lock /run/modules/lib
mount -t devpts -o gid=5,mode=620 pts /dev/pts
mount -t tmpfs shm /dev/shm
mount -t hostfs -o "$guest_out" none /run/out

# Debian keeps the modules in /usr/lib/uml/modules. The kernel's own loading (line disciplines, crypto) must find them too.
ln -s /usr/lib/uml/modules /run/modules/lib/modules
printf '#!/bin/sh\nexec /usr/sbin/modprobe -d /run/modules "$@"\n' > /run/modprobe
chmod +x /run/modprobe
echo /run/modprobe > /proc/sys/kernel/modprobe

for directory in /etc/ppp /var/log /var/lib; do
  copy=/run/copy${directory//\//_}
  mkdir -p "$copy"
  [ $directory = /etc/ppp ] && cp -a /etc/ppp/. "$copy"/
  mount --bind "$copy" $directory
done

hostname "$guest_name"
ip link set lo up
cd /run || exit 1
. "$guest_dir/$guest_scenario"
sync
echo "GUEST-DOWN"
echo o > /proc/sysrq-trigger
read -r -t 5 _ < /dev/null
exec halt -f
