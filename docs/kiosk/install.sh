#!/bin/sh
# Sets up this machine as the computer of a wall; can be called again. As root, with the certificate of your own authority:
#     sh install.sh authority.crt
# ioc-kiosk.env beside it says which wall, and where the server is. ROOT (empty) is where the machine's files lie.
set -eu

fail() { echo "✗ $1" >&2; exit 1; }

here=$(cd "$(dirname "$0")" && pwd)
root=${ROOT:-}
certificate=${1:-}
. "$here/ioc-kiosk.env"

echo "$WALL_ADDRESS" | grep -Eqx 'https://[a-z0-9.-]+(:[0-9]+)?/wall/[a-z][a-z0-9_]*/' \
    || fail "ioc-kiosk.env: WALL_ADDRESS phải có dạng https://<máy chủ>/wall/<hồ sơ>/"
echo "$WALL_SERVER" | grep -Eqx '[0-9]+(\.[0-9]+){3}' || fail "ioc-kiosk.env: WALL_SERVER phải là địa chỉ IP của máy chủ"
[ -f "$certificate" ] || fail "Thiếu tệp chứng thư: sh install.sh authority.crt"
for program in Xorg xauth xrandr chromium curl certutil ss pgrep ps; do
    command -v "$program" >/dev/null || fail "Chưa cài $program: làm mục 3 của docs/vi/may-trinh-chieu.md"
done

origin=${WALL_ADDRESS%%/wall/*}
authority=${origin#*://}
home=/var/lib/ioc-kiosk

id kiosk >/dev/null 2>&1 || useradd --system --user-group --home-dir "$home" --shell /usr/sbin/nologin kiosk
usermod --append --groups video,render kiosk
mkdir -p "$root$home"
chmod 0700 "$root$home"

place() { install -D -m "$1" "$here/$2" "$root$3"; }
place 0644 ioc-kiosk.env /etc/ioc-kiosk.env
place 0755 ioc-kiosk-open /usr/local/sbin/ioc-kiosk-open
place 0755 ioc-kiosk-watch /usr/local/sbin/ioc-kiosk-watch
place 0644 ioc-kiosk-system.conf /etc/systemd/system.conf.d/ioc-kiosk.conf
for unit in ioc-kiosk-screen.service ioc-kiosk.service ioc-kiosk-watch.service ioc-kiosk-watch.timer \
    ioc-kiosk-nightly.service ioc-kiosk-nightly.timer; do
    place 0644 "$unit" "/etc/systemd/system/$unit"
done
place 0644 ioc-kiosk-time.conf /etc/systemd/timesyncd.conf.d/ioc-kiosk.conf
sed -i "s/WALL_SERVER/$WALL_SERVER/" "$root/etc/systemd/timesyncd.conf.d/ioc-kiosk.conf"
place 0644 policy.json /etc/chromium/policies/managed/ioc-kiosk.json
sed -i "s#WALL_ORIGIN#$origin#" "$root/etc/chromium/policies/managed/ioc-kiosk.json"

name=${authority%%:*}
sed -i "/ # ioc-kiosk\$/d" "$root/etc/hosts"
echo "$WALL_SERVER $name # ioc-kiosk" >> "$root/etc/hosts"

install -D -m 0644 "$certificate" "$root/usr/local/share/ca-certificates/ioc-kiosk.crt"
update-ca-certificates >/dev/null
store=$root$home/.pki/nssdb
mkdir -p "$store"
[ -f "$store/cert9.db" ] || certutil -d "sql:$store" -N --empty-password
certutil -d "sql:$store" -D -n ioc-kiosk 2>/dev/null || true
certutil -d "sql:$store" -A -t C,, -n ioc-kiosk -i "$certificate"
chown -R kiosk:kiosk "$root$home"

systemctl daemon-reload
systemctl disable getty@tty1.service
systemctl mask sleep.target suspend.target hibernate.target hybrid-sleep.target
systemctl enable ioc-kiosk-screen.service ioc-kiosk.service ioc-kiosk-watch.timer ioc-kiosk-nightly.timer \
    systemd-timesyncd.service
echo "✓ Xong. Khởi động lại máy: màn hình mở $WALL_ADDRESS"
