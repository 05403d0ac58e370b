#!/usr/bin/env bash
# ./djong demo: shows the engine at work on a daemon of its own, from an image made of this machine's own busybox, and
# leaves nothing behind.
set -euo pipefail
self=$(readlink -f "$0")
root=${self%/*/*}

. "$root/build/jdk.sh"
. "$root/build/packages.sh"
. "$root/build/product.sh"

work=''
daemon=''
step=0

say() {
    step=$((step + 1))
    printf '\n== %d. %s\n' "$step" "$1"
}

# Prints a command as a user would type it, then runs it on the demo's daemon.
show() {
    local word line='$ djong'
    for word in "$@"; do
        case $word in
            *[!a-zA-Z0-9_./:=@-]*) line+=" '$word'" ;;
            *) line+=" $word" ;;
        esac
    done
    echo "$line"
    djong "$@"
}

djong() {
    "$root/dist/target/djong/bin/djong" -H "unix://$work/djong.sock" "$@"
}

fail() {
    echo "demo: $1" >&2
    if [ -n "$work" ] && [ -s "$work/djongd.log" ]; then
        echo "demo: the daemon's last words:" >&2
        tail -n 20 "$work/djongd.log" | sed 's/^/    /' >&2
    fi
    exit 1
}

# Waits up to $1 seconds until the command after it succeeds.
wait_until() {
    local tries=$(($1 * 20))
    shift
    until "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.05
    done
}

daemon_answers() {
    if ! kill -0 "$daemon" 2>/dev/null; then
        fail "the daemon ended"
    fi
    djong version
}

# Asks the daemon to stop; one that does not within 20 seconds is killed.
stop_daemon() {
    [ -n "$daemon" ] || return 0
    kill -TERM "$daemon" 2>/dev/null || true
    wait_until 20 daemon_is_over || kill -KILL "$daemon" 2>/dev/null || true
    wait "$daemon" 2>/dev/null || true
    daemon=''
}

# Ended, though perhaps not yet waited for: then it is a zombie.
daemon_is_over() {
    [ ! -e "/proc/$daemon" ] || grep -q '^State:[[:space:]]*Z' "/proc/$daemon/status"
}

clean_up() {
    local status=$?
    trap - EXIT INT TERM
    if [ -n "$daemon" ] && [ -n "$work" ]; then
        djong rm -f demo >/dev/null 2>&1 || true
    fi
    stop_daemon
    if [ -n "$work" ]; then
        rmdir "/sys/fs/cgroup/${work##*/}" /sys/fs/cgroup/*/"${work##*/}" 2>/dev/null || true
        # Never through a mount that is still there.
        if grep -q " $work/" /proc/self/mountinfo; then
            echo "demo: something is still mounted below $work; it is left for you to look at" >&2
            status=1
        else
            rm -rf --one-file-system "$work"
        fi
    fi
    exit "$status"
}

# A root file system of busybox, the libraries that it loads and a page to serve, as a tar.
make_image() {
    local tree=$work/image program library applet
    program=$(command -v busybox)
    mkdir -p "$tree/bin" "$tree/www" "$tree/tmp" "$tree/etc"
    cp "$program" "$tree/bin/busybox"
    for library in $(ldd "$program" 2>/dev/null | grep -o '/[^ ]*' || true); do
        mkdir -p "$tree${library%/*}"
        cp -L "$library" "$tree$library"
    done
    for applet in sh httpd ls ps cat echo hostname; do
        ln -sf busybox "$tree/bin/$applet"
    done
    echo 'root:x:0:0:root:/:/bin/sh' >"$tree/etc/passwd"
    printf '<h1>Hello from a container</h1>\n' >"$tree/www/index.html"
    tar --create --file "$work/image.tar" --directory "$tree" .
}

find_jdk
need_packages build runtime demo
if [ "$(id -u)" -ne 0 ]; then
    fail "containers need root: run it as root, or with sudo"
fi
if product_is_stale; then
    build_product
fi

trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
work=$(mktemp -d /tmp/djong-demo.XXXXXX)

say "Starting a daemon with a data root of its own, $work/data"
"$root/dist/target/djong/bin/djongd" -H "unix://$work/djong.sock" --data-root "$work/data" \
    --exec-root "$work/exec" --pidfile "$work/djongd.pid" --cgroup-parent "/${work##*/}" --bridge djdemo0 --bip 10.213.7.1/24 \
    >"$work/djongd.log" 2>&1 </dev/null &
daemon=$!
wait_until 60 daemon_answers || fail "the daemon did not start"
show version --format 'Server {{.Server.Version}}'

say "Making an image from this machine's own busybox and C library"
make_image
show import --change 'CMD ["httpd","-f","-v","-p","80","-h","/www"]' "$work/image.tar" demo:latest
show images

say "Running it as a web server, with its port published on loopback"
show run -d --name demo -p 127.0.0.1::80 demo:latest
ports=$(djong ps --filter name=demo --format '{{.Ports}}')
address=${ports%%->*}
show ps

say "Fetching the page from http://$address/"
wait_until 10 curl -fsS --noproxy '*' "http://$address/" || fail "http://$address/ does not answer"
echo "\$ curl http://$address/"
page=$(curl -fsS --noproxy '*' "http://$address/")
echo "$page"
[ "$page" = '<h1>Hello from a container</h1>' ] || fail "the page is not the container's"

say "Looking inside"
show exec demo ps
show logs demo

say "Stopping everything"
show stop -t 1 demo
show rm demo
stop_daemon
echo
echo "The demo is over; nothing of it is left. The same works with your own docker CLI: see README.md."
