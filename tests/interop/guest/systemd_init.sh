#!/bin/bash
# First process of a guest that becomes a machine with systemd: the host's root, read-only, under an overlay in memory,
# with as little to start as a fresh installation has. Results go to /run/out, a directory of the host.
# Parameters come as environment variables from the kernel's command line: guest_dir guest_out guest_name.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs -o mode=755 run /run

# Debian keeps the modules in /usr/lib/uml/modules.
mkdir -p /run/modules/lib /run/overlay /run/out
ln -s /usr/lib/uml/modules /run/modules/lib/modules
for module in overlay veth tun af_packet; do modprobe -d /run/modules $module; done
mount -t hostfs -o "$guest_out" none /run/out

mount -t tmpfs -o mode=755 overlay /run/overlay
mkdir /run/overlay/{lower,upper,work,root}
mount --bind / /run/overlay/lower
root=/run/overlay/root
mount -t overlay -o lowerdir=/,upperdir=/run/overlay/upper,workdir=/run/overlay/work overlay $root || echo "no overlay"

# The host's services are not ours, nor is what it is in.
rm -rf $root/etc/systemd/system $root/etc/rc?.d $root/etc/init.d $root/etc/openras
rm -f $root/.dockerenv $root/usr/sbin/policy-rc.d $root/var/lib/man-db/auto-update $root/etc/resolv.conf
rm -f $root/{usr/,}sbin/resolvconf
mkdir $root/etc/systemd/system $root/etc/init.d $root/etc/systemd/system/multi-user.target.wants
: > $root/etc/fstab
echo "nameserver 192.0.2.53" > $root/etc/resolv.conf
echo "$guest_name" > $root/etc/hostname
mkdir -p $root/lib/modules
mount --bind /usr/lib/uml/modules $root/lib/modules
# What takes long here and is of no use to the tests.
for unit in getty.target ldconfig.service systemd-{binfmt,firstboot,hwdb-update,journal-catalog-update,logind,pcrphase,pcrphase-sysinit,random-seed,repart,tmpfiles-setup,udev-trigger,udevd,update-done}.service; do
  ln -s /dev/null $root/etc/systemd/system/$unit
done

cat > $root/etc/systemd/system/guest-commands.service <<END
[Service]
ExecStart=/bin/bash $guest_dir/systemd_commands.sh
StandardInput=tty-force
StandardOutput=tty
StandardError=inherit
TTYPath=/dev/console
END
ln -s ../guest-commands.service $root/etc/systemd/system/multi-user.target.wants/

mount --rbind /run $root/run
mountpoint -q $root/dev || mount -t devtmpfs dev $root/dev
mount --move /sys $root/sys
mount --move /proc $root/proc
cd $root || exit 1
exec chroot $root /lib/systemd/systemd --show-status=0 --unit=multi-user.target
