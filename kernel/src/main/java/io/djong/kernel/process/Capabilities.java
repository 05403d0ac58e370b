package io.djong.kernel.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The capabilities (capabilities(7)) of a process, by name in the order of their numbers.
 *
 * @param permitted what it may use or give on
 * @param effective what it uses
 * @param bounding what any program that it starts can have at most
 */
public record Capabilities(Set<String> permitted, Set<String> effective, Set<String> bounding) {
    /** All that this code knows, by number: {@code CAP_CHOWN} is 0. */
    public static final List<String> NAMES = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_DAC_READ_SEARCH",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_SETGID",
            "CAP_SETUID",
            "CAP_SETPCAP",
            "CAP_LINUX_IMMUTABLE",
            "CAP_NET_BIND_SERVICE",
            "CAP_NET_BROADCAST",
            "CAP_NET_ADMIN",
            "CAP_NET_RAW",
            "CAP_IPC_LOCK",
            "CAP_IPC_OWNER",
            "CAP_SYS_MODULE",
            "CAP_SYS_RAWIO",
            "CAP_SYS_CHROOT",
            "CAP_SYS_PTRACE",
            "CAP_SYS_PACCT",
            "CAP_SYS_ADMIN",
            "CAP_SYS_BOOT",
            "CAP_SYS_NICE",
            "CAP_SYS_RESOURCE",
            "CAP_SYS_TIME",
            "CAP_SYS_TTY_CONFIG",
            "CAP_MKNOD",
            "CAP_LEASE",
            "CAP_AUDIT_WRITE",
            "CAP_AUDIT_CONTROL",
            "CAP_SETFCAP",
            "CAP_MAC_OVERRIDE",
            "CAP_MAC_ADMIN",
            "CAP_SYSLOG",
            "CAP_WAKE_ALARM",
            "CAP_BLOCK_SUSPEND",
            "CAP_AUDIT_READ",
            "CAP_PERFMON",
            "CAP_BPF",
            "CAP_CHECKPOINT_RESTORE");

    public Capabilities {
        permitted = ordered(permitted);
        effective = ordered(effective);
        bounding = ordered(bounding);
    }

    /** Those of this process, as {@code /proc/self/status} tells. */
    public static Capabilities current() {
        try {
            return parse(Files.readAllLines(Path.of("/proc/self/status")));
        } catch (IOException e) {
            throw new UncheckedIOException("read capabilities of this process", e);
        }
    }

    static Capabilities parse(List<String> status) {
        return new Capabilities(set(status, "CapPrm:"), set(status, "CapEff:"), set(status, "CapBnd:"));
    }

    private static Set<String> set(List<String> status, String key) {
        for (String line : status) {
            if (line.startsWith(key)) {
                return names(Long.parseUnsignedLong(line.substring(key.length()).strip(), 16));
            }
        }
        return Set.of();
    }

    private static Set<String> names(long bits) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            if ((bits >> i & 1) != 0) {
                names.add(NAMES.get(i));
            }
        }
        return new LinkedHashSet<>(names);
    }

    private static Set<String> ordered(Set<String> set) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(set));
    }
}
