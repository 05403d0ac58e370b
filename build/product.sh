# Sourced by the launchers at the root: starts a program of the distribution, which is built first where it is not
# there or older than its sources. Wants $root.

# True where some source is newer than the built distribution.
product_is_stale() {
    local built=$root/dist/target/djong/lib/built
    [ -e "$built" ] || return 0
    [ -n "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$built" -print -quit)" ]
}

build_product() {
    . "$root/build/jdk.sh"
    . "$root/build/packages.sh"
    find_jdk
    need_packages build >&2
    echo "djong: building the distribution (the first time takes some minutes) …" >&2
    mvn -B -q -ntp -f "$root/pom.xml" -pl dist -am -DskipTests -Dchecks.skip package >&2 || {
        echo "djong: the build failed" >&2
        exit 125
    }
}

# Replaces the shell by the program $1 of the distribution.
start_product() {
    local program=$1
    shift
    if product_is_stale; then
        # One builds, the others wait for it.
        mkdir -p "$root/dist/target"
        exec 9>"$root/dist/target/lock"
        flock 9
        if product_is_stale; then
            build_product
        fi
        exec 9>&-
    fi
    exec "$root/dist/target/djong/bin/$program" "$@"
}
