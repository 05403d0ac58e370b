package io.djong.runtime.spec;

import io.djong.model.container.HostConfig;
import io.djong.model.error.InvalidArgument;
import io.djong.model.text.GoBool;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code --security-opt} values.
 *
 * @param noNewPrivileges whether no program may gain privileges
 * @param seccomp a profile's text or {@code unconfined}; empty for the default
 * @param writableCgroups whether the cgroup mount may be written
 * @param appArmor the name of a profile; empty for the default
 */
record SecurityOptions(
        boolean noNewPrivileges, Optional<String> seccomp, boolean writableCgroups, Optional<String> appArmor) {
    static final String UNCONFINED = "unconfined";

    private static final Set<String> FLAGS = Set.of("no-new-privileges", "writable-cgroups", "disable");

    static SecurityOptions of(HostConfig host, ContainerDefaults defaults) {
        List<String> options = host.securityOpt() == null ? List.of() : host.securityOpt();
        boolean noNewPrivileges = defaults.noNewPrivileges();
        boolean writableCgroups = host.privileged();
        Optional<String> seccomp = Optional.empty();
        Optional<String> appArmor = Optional.empty();
        for (String option : options) {
            int equals = option.indexOf('=');
            int at = equals >= 0 ? equals : option.indexOf(':');
            String key = at < 0 ? option : option.substring(0, at);
            String value = at < 0 ? "" : option.substring(at + 1);
            if (at < 0 && !FLAGS.contains(key)) {
                throw new InvalidArgument("invalid --security-opt 1: \"" + option + "\"");
            }
            switch (key) {
                case "no-new-privileges" -> noNewPrivileges = value.isEmpty() || flag(option, value);
                case "writable-cgroups" -> writableCgroups = value.isEmpty() || flag(option, value);
                case "seccomp" -> seccomp = Optional.of(value);
                case "apparmor" -> appArmor = Optional.of(value);
                case "label", "disable" -> {
                    // SELinux does not confine containers here: there is nothing to turn off.
                }
                default -> throw new InvalidArgument("invalid --security-opt 2: \"" + option + "\"");
            }
        }
        return new SecurityOptions(noNewPrivileges, seccomp, writableCgroups, appArmor);
    }

    /** The AppArmor profile that confines the container; empty where the host has none. */
    String appArmorProfile(HostConfig host, HostFacts facts) {
        if (facts.appArmor().isEmpty()) {
            return "";
        }
        return appArmor.orElse(host.privileged() ? UNCONFINED : facts.appArmor());
    }

    private static boolean flag(String option, String value) {
        return GoBool.parse(value)
                .orElseThrow(() -> new InvalidArgument("invalid --security-opt 2: \"" + option + "\""));
    }
}
