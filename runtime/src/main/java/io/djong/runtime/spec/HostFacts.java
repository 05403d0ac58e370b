package io.djong.runtime.spec;

import io.djong.kernel.process.Capabilities;
import io.djong.kernel.process.Rlimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this host and this daemon can give to a container.
 *
 * @param architecture {@code amd64} or {@code arm64}
 * @param kernel the kernel's version
 * @param unifiedCgroups whether there is cgroup v2 alone
 * @param capabilities what the daemon has itself, in the order of their numbers
 * @param rlimits the daemon's own limits
 * @param oomScoreAdj the daemon's own; a lower one takes CAP_SYS_RESOURCE
 * @param swapLimit whether swap can be limited
 * @param sysctls which of the sysctls exist that are set by default
 * @param thermalPaths directories to mask that tell of the processors' heat, a side channel
 * @param appArmor the AppArmor profile of containers that ask for none; empty where the kernel does not enforce any
 */
public record HostFacts(
        String architecture,
        KernelVersion kernel,
        boolean unifiedCgroups,
        Set<String> capabilities,
        Map<Rlimit.Resource, Rlimit> rlimits,
        int oomScoreAdj,
        boolean swapLimit,
        Set<String> sysctls,
        List<String> thermalPaths,
        String appArmor) {
    static final String PING_GROUPS = "net.ipv4.ping_group_range";
    static final String LOW_PORTS = "net.ipv4.ip_unprivileged_port_start";

    private static final Path CPUS = Path.of("/sys/devices/system/cpu");

    /** Docker's own AppArmor profile, by whose name its users know it. */
    public static final String APP_ARMOR_PROFILE = "docker-default";

    /** What loads profiles. */
    public static final Path APP_ARMOR_PARSER = Path.of("/sbin/apparmor_parser");

    /** A kernel's version as far as features go by it. */
    public record KernelVersion(int major, int minor) {
        private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+).*", Pattern.DOTALL);

        /** Reads the start of {@code uname -r}. */
        public static KernelVersion parse(String release) {
            Matcher matcher = FORM.matcher(release);
            return matcher.matches()
                    ? new KernelVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                    : new KernelVersion(0, 0);
        }

        boolean atLeast(int wantedMajor, int wantedMinor) {
            return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
        }
    }

    /** Looks around. */
    public static HostFacts detect(boolean unifiedCgroups) {
        Map<Rlimit.Resource, Rlimit> rlimits = new LinkedHashMap<>();
        for (Rlimit.Resource resource : Rlimit.Resource.values()) {
            rlimits.put(resource, Rlimit.get(resource));
        }
        return new HostFacts(
                "amd64".equals(System.getProperty("os.arch")) ? "amd64" : "arm64",
                KernelVersion.parse(read("/proc/sys/kernel/osrelease")),
                unifiedCgroups,
                Capabilities.current().permitted(),
                rlimits,
                number(read("/proc/self/oom_score_adj")),
                unifiedCgroups || Files.exists(Path.of("/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes")),
                existing(PING_GROUPS, LOW_PORTS),
                thermal(),
                appArmorProfile());
    }

    boolean has(String capability) {
        return capabilities.contains(capability);
    }

    /** What containers will not get here, in words, once for the log. */
    List<String> limits() {
        List<String> missing = new ArrayList<>(Capabilities.NAMES);
        missing.removeAll(capabilities);
        return missing.isEmpty()
                ? List.of()
                : List.of("the daemon itself lacks " + String.join(", ", missing)
                        + ": no container gets it, and resource limits above the daemon's own are lowered to them");
    }

    private static Set<String> existing(String... sysctls) {
        Set<String> found = new java.util.LinkedHashSet<>();
        for (String sysctl : sysctls) {
            if (Files.exists(Path.of("/proc/sys", sysctl.split("\\.", -1)))) {
                found.add(sysctl);
            }
        }
        return found;
    }

    private static List<String> thermal() {
        List<String> paths = new ArrayList<>();
        for (int cpu = 0; Files.isDirectory(CPUS.resolve("cpu" + cpu)); cpu++) {
            Path path = CPUS.resolve("cpu" + cpu).resolve("thermal_throttle");
            if (Files.isDirectory(path)) {
                paths.add(path.toString());
            }
        }
        return paths;
    }

    private static String appArmorProfile() {
        if (!read("/sys/module/apparmor/parameters/enabled").startsWith("Y")) {
            return "";
        }
        return Files.isExecutable(APP_ARMOR_PARSER) || appArmorProfileIsLoaded()
                ? APP_ARMOR_PROFILE
                : SecurityOptions.UNCONFINED;
    }

    /** Whether the kernel knows the profile of containers that ask for none. */
    public static boolean appArmorProfileIsLoaded() {
        return read("/sys/kernel/security/apparmor/profiles")
                .lines()
                .anyMatch(line -> line.startsWith(APP_ARMOR_PROFILE + " ("));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return "";
        }
    }
}
