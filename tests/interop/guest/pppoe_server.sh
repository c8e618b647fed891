# Scenario: Debian's pppoe-server with pppd. Parameters: auth=pap|chap|mschap-v2, mtu, pppd_options (comma for a space,
# semicolon for a new line).
for module in ppp_async pppoe ppp_mppe ppp_deflate bsd_comp; do /run/modprobe $module; done
ip link set vec0 up

cat > /etc/ppp/pppoe-server-options <<END
require-${auth:-chap}
name guestac
auth
lcp-echo-interval 20
lcp-echo-failure 3
ms-dns 10.65.0.53
ms-dns 10.65.0.54
mtu ${mtu:-1492}
mru ${mtu:-1492}
connect-delay 0
nodefaultroute
+ipv6
debug
logfile /run/out/pppd.log
$(printf %s "$pppd_options" | tr ',;' ' \n')
END
printf '"alice" * "secret" *\n"bob" * "builder" *\n' > /etc/ppp/chap-secrets
cp /etc/ppp/chap-secrets /etc/ppp/pap-secrets
chmod 600 /etc/ppp/*-secrets
: > /run/out/pppd.log

python3 "$guest_dir/../../support/transfer.py" serve 5001 > /run/out/transfer.log 2>&1 &
pppoe-server -I vec0 -C guestac -S internet -L 10.65.0.1 -R 10.65.0.100 -N 64 -F -O /etc/ppp/pppoe-server-options \
  > /run/out/pppoe-server.log 2>&1 &
until grep -q serving /run/out/transfer.log; do sleep 0.1; done
echo "GUEST-READY"
until [ -e /run/out/stop ]; do sleep 0.2; done
