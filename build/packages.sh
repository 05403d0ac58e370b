# Sourced by the scripts at the root: the Debian packages that Djong, its tests and its demo need.

# What is needed for what, as lines of: group, how to see that it is there (a program, or a library's file name), package.
packages_table() {
    cat <<'END'
build mvn maven
runtime runc runc
runtime conmon conmon
runtime libnftables.so.1 libnftables1
demo busybox busybox
demo curl curl
integration curl curl
integration docker docker-cli|docker.io
integration docker-registry docker-registry
integration skopeo skopeo
integration busybox busybox
integration ip iproute2
integration nft nftables
integration iptables iptables
bench dockerd docker.io
bench docker-registry docker-registry
bench skopeo skopeo
bench busybox busybox
END
}

package_is_there() {
    case $1 in
        lib*.so.*) [ -n "$(find /lib /usr/lib -name "$1" -print -quit 2>/dev/null)" ] ;;
        *) PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" command -v "$1" >/dev/null 2>&1 ;;
    esac
}

# The first of the alternatives a|b that this release of Debian offers.
package_choice() {
    local name
    for name in ${1//|/ }; do
        if apt-cache show "$name" >/dev/null 2>&1; then
            echo "$name"
            return
        fi
    done
    echo "${1##*|}"
}

# Makes sure that the packages of the named groups are installed: installs them when root on a Debian-like machine,
# otherwise prints the one line to run and exits with 1.
need_packages() {
    local missing=() group probe package
    while read -r group probe package; do
        case " $* " in
            *" $group "*) package_is_there "$probe" || missing+=("$package") ;;
        esac
    done < <(packages_table)
    [ ${#missing[@]} -gt 0 ] || return 0

    if ! command -v apt-get >/dev/null; then
        echo "Missing, and this machine has no apt-get to install them: ${missing[*]}" >&2
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        echo "Missing packages; as root, run this line and start again:" >&2
        echo "  apt-get install --no-install-recommends $(packages_chosen "${missing[@]}")" >&2
        exit 1
    fi
    echo "== installing: ${missing[*]}"
    packages_install "${missing[@]}"
}

packages_chosen() {
    local package
    for package in "$@"; do
        package_choice "$package"
    done | sort -u | tr '\n' ' '
}

# Installs without starting any service: neither a docker-registry nor a dockerd of the system is wanted.
packages_install() {
    local policy=/usr/sbin/policy-rc.d made='' status=0
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
        made=yes
    fi
    {
        apt-get update -q &&
            # shellcheck disable=SC2046  # one word a package is what is wanted
            DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $(packages_chosen "$@")
    } || status=$?
    [ -z "$made" ] || rm -f "$policy"
    if [ "$status" -ne 0 ]; then
        echo "apt-get could not install: $*" >&2
        exit 1
    fi
}
