#!/bin/sh
# Starts @NAME@ on the runtime image beside it. Made by the build: the options and the class path are those that the
# AOT cache was trained with. Extra options for the virtual machine: $@VARIABLE@.

self=$0
while [ -h "$self" ]; do
    link=$(readlink "$self")
    case $link in
        /*) self=$link ;;
        *) self=${self%/*}/$link ;;
    esac
done
case $self in
    /*) ;;
    *) self=$PWD/$self ;;
esac
home=${self%/*}
case $home in
    */bin) home=${home%/bin} ;;
    *) home=$home/.. ;;
esac

# Names of files and arguments are UTF-8, whatever the locale says.
case ${LC_ALL:-${LC_CTYPE:-${LANG-}}} in
    *.[uU][tT][fF]-8 | *.[uU][tT][fF]8) ;;
    *) export LC_ALL=C.UTF-8 ;;
esac

# A registry is served by the engine's program, whose machine is made for it.
if [ @NAME@ = djong ] && [ "${1-}" = registry ]; then
    exec "$home/bin/djongd" "$@"
fi

# What users set there for their own Java programs is not for this one; "-e NAME" still finds it under its own name.
for name in JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS; do
    eval "value=\${$name-}"
    [ -z "$value" ] || export "DJONG_SAVED_$name=$value"
    unset "$name"
done

# shellcheck disable=SC2086  # options are words
exec "$home/runtime/bin/java" "-XX:AOTCache=$home/lib/@NAME@.aot" \
    @OPTIONS@ \
    ${@VARIABLE@-} @MAIN@ "$@"
