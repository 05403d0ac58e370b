# Sourced by the scripts at the root: finds a JDK that can build and run Djong.

jdk_wanted=25

# The feature release of the JDK at $1, or nothing where there is none with a compiler.
jdk_release() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Exports JAVA_HOME and puts its bin first in PATH: the JDK in JAVA_HOME if it is new enough, otherwise the newest of
# those installed. The system's default may be older and is not touched. Exits with 1 where there is none.
find_jdk() {
    local home release best='' best_release=0
    release=$(jdk_release "${JAVA_HOME:-/nowhere}")
    if [ "${release:-0}" -ge "$jdk_wanted" ]; then
        best=$JAVA_HOME
    else
        for home in /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* /usr/local/*jdk* \
            "${HOME:-/root}"/.jdks/* "${HOME:-/root}"/.sdkman/candidates/java/*; do
            release=$(jdk_release "$home")
            if [ "${release:-0}" -ge "$jdk_wanted" ] && [ "$release" -gt "$best_release" ]; then
                best=$home
                best_release=$release
            fi
        done
    fi
    if [ -z "$best" ]; then
        cat >&2 <<END
Djong needs JDK $jdk_wanted or newer, and none was found in JAVA_HOME, /usr/lib/jvm, /opt, ~/.jdks or ~/.sdkman.
Install one (Debian 13 and later: apt-get install openjdk-$jdk_wanted-jdk; elsewhere Eclipse Temurin's package
temurin-$jdk_wanted-jdk, or its archive unpacked under /opt) or set JAVA_HOME to it.
END
        exit 1
    fi
    export JAVA_HOME=$best
    export PATH="$best/bin:$PATH"
}
