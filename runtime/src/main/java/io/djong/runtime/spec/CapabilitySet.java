package io.djong.runtime.spec;

import io.djong.kernel.process.Capabilities;
import io.djong.model.container.HostConfig;
import io.djong.model.error.InvalidArgument;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which capabilities a container gets: Docker's default ones, those added, those dropped. */
final class CapabilitySet {
    private static final String ALL = "ALL";
    private static final List<String> DEFAULT = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FSETID",
            "CAP_FOWNER",
            "CAP_MKNOD",
            "CAP_NET_RAW",
            "CAP_SETGID",
            "CAP_SETUID",
            "CAP_SETFCAP",
            "CAP_SETPCAP",
            "CAP_NET_BIND_SERVICE",
            "CAP_SYS_CHROOT",
            "CAP_KILL",
            "CAP_AUDIT_WRITE");

    private CapabilitySet() {}

    /** In Docker's order; none that the daemon lacks. */
    static Set<String> of(HostConfig host, HostFacts facts) {
        if (host.privileged()) {
            return facts.capabilities();
        }
        List<String> added = normalized("CapAdd", host.capAdd(), facts);
        List<String> dropped = normalized("CapDrop", host.capDrop(), facts);
        Set<String> set = new LinkedHashSet<>();
        if (added.contains(ALL)) {
            set.addAll(facts.capabilities());
            set.removeAll(dropped);
            return set;
        }
        if (!dropped.contains(ALL)) {
            set.addAll(DEFAULT);
            set.removeAll(dropped);
        }
        set.addAll(added);
        set.retainAll(facts.capabilities());
        return set;
    }

    private static List<String> normalized(String field, @Nullable List<String> names, HostFacts facts) {
        List<String> all = new ArrayList<>();
        for (String name : names == null ? List.<String>of() : names) {
            String upper = name.toUpperCase(Locale.ROOT);
            if (upper.equals(ALL)) {
                all.add(ALL);
                continue;
            }
            String full = upper.startsWith("CAP_") ? upper : "CAP_" + upper;
            if (!Capabilities.NAMES.contains(full)) {
                throw new InvalidArgument("invalid " + field + ": unknown capability: \"" + full + "\"");
            }
            if (!facts.has(full)) {
                throw new InvalidArgument(
                        "invalid " + field + ": capability not supported by your kernel or not available"
                                + " in the current environment: \"" + full + "\"");
            }
            all.add(full);
        }
        return all;
    }
}
