package io.djong.runtime;

import io.djong.model.error.Internal;
import io.djong.runtime.spec.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * The AppArmor profile of containers that ask for none (apparmor.d(5)): what Docker's of the same name allows and denies.
 * It is loaded where the kernel does not know it yet, which is so after each boot.
 */
final class AppArmor {
    static final String PROFILE = HostFacts.APP_ARMOR_PROFILE;

    private static final Path POLICIES = Path.of("/etc/apparmor.d");
    private static final String UNCONFINED = "unconfined";

    private final HelperPrograms helpers;
    private final Path directory;

    /** @param directory where the profile's text may be for a moment */
    AppArmor(HelperPrograms helpers, Path directory) {
        this.helpers = helpers;
        this.directory = directory;
    }

    /** Loads the profile unless it is. @throws Internal if that fails */
    void load() throws InterruptedException {
        if (HostFacts.appArmorProfileIsLoaded()) {
            return;
        }
        Path file = directory.resolve("apparmor-profile");
        try {
            Files.writeString(file, text(ownProfile(), name -> Files.exists(POLICIES.resolve(name))));
            // Without its cache, which may lie where nothing can be written.
            HelperPrograms.Outcome outcome =
                    helpers.run(HostFacts.APP_ARMOR_PARSER, List.of("--skip-cache", "--replace", file.toString()));
            if (outcome.exitCode() != 0) {
                throw new Internal(outcome.output().strip());
            }
        } catch (IOException e) {
            throw Internal.failedTo("write " + file, e);
        } finally {
            forget(file);
        }
    }

    private static void forget(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // On a tmpfs, and of no harm.
        }
    }

    /** The profile that the daemon itself is under: its signals are to reach containers. */
    private static String ownProfile() throws IOException {
        Path current = Path.of("/proc/self/attr/current");
        String label = Files.exists(current) ? Files.readString(current).strip() : "";
        int mode = label.indexOf(" (");
        return label.isEmpty() ? UNCONFINED : mode < 0 ? label : label.substring(0, mode);
    }

    /**
     * The profile's text.
     *
     * @param daemon the daemon's own profile
     * @param exists whether a file is among the host's policies
     */
    static String text(String daemon, Predicate<String> exists) {
        // From 4.0 on "network" no longer stands for unix sockets too.
        String abi = exists.test("abi/3.0") ? "abi <abi/3.0>,\n" : "";
        String head = exists.test("tunables/global") ? "#include <tunables/global>\n" : "@{PROC}=/proc/\n";
        String base = exists.test("abstractions/base") ? "  #include <abstractions/base>\n" : "";
        return abi + head + """
                profile "%1$s" flags=(attach_disconnected,mediate_deleted) {
                %2$s
                  network,
                  deny network alg,
                  capability,
                  file,
                  umount,

                  # Who may signal processes in a container: the host's, the runtimes, the daemon, and each other.
                  signal (receive) peer=unconfined,
                  signal (receive) peer=runc,
                  signal (receive) peer=crun,
                  signal (receive) peer="%3$s",
                  signal (send,receive) peer="%1$s",
                  ptrace (trace,tracedby,read,readby) peer="%1$s",

                  deny mount,

                  # Of /proc only processes may be written, and /proc/sys/kernel/shm*.
                  deny @{PROC}/* w,
                  deny @{PROC}/{[^1-9/],[^1-9/][^0-9/],[^1-9s/][^0-9y/][^0-9s/],[^1-9/][^0-9/][^0-9/][^0-9/]*}/** w,
                  deny @{PROC}/sys/[^k]** w,
                  deny @{PROC}/sys/kernel/{?,??,[^s][^h][^m]**} w,
                  deny @{PROC}/sysrq-trigger rwklx,
                  deny @{PROC}/kcore rwklx,

                  # Of /sys only /sys/fs/cgroup.
                  deny /sys/[^f]*/** wklx,
                  deny /sys/f[^s]*/** wklx,
                  deny /sys/fs/[^c]*/** wklx,
                  deny /sys/fs/c[^g]*/** wklx,
                  deny /sys/fs/cg[^r]*/** wklx,
                  deny /sys/firmware/** rwklx,
                  deny /sys/devices/virtual/powercap/** rwklx,
                  deny /sys/kernel/security/** rwklx,
                }
                """.formatted(PROFILE, base, daemon);
    }
}
