package io.djong.runtime.spec;

import io.djong.model.container.MountSpec;
import io.djong.model.container.TmpfsOptions;
import io.djong.model.error.InvalidArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A tmpfs in a container, as {@code --tmpfs} or {@code --mount} asks for it. */
final class TmpfsMount {
    /** Options of any mount (mount(8)). */
    private static final Set<String> FLAGS = Set.of(
            "defaults",
            "ro",
            "rw",
            "suid",
            "nosuid",
            "dev",
            "nodev",
            "exec",
            "noexec",
            "sync",
            "async",
            "dirsync",
            "remount",
            "mand",
            "nomand",
            "atime",
            "noatime",
            "diratime",
            "nodiratime",
            "bind",
            "rbind",
            "unbindable",
            "runbindable",
            "private",
            "rprivate",
            "shared",
            "rshared",
            "slave",
            "rslave",
            "relatime",
            "norelatime",
            "strictatime",
            "nostrictatime");

    /** Options of this file system that have a value (tmpfs(5)). */
    private static final Set<String> VALUES = Set.of("size", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol");

    private TmpfsMount() {}

    /** What {@code --tmpfs} says. @throws InvalidArgument in Docker's words */
    static void check(String place, String options) {
        String _ = MountTable.place(place);
        for (String option : options.split(",", -1)) {
            String[] pair = option.split("=", 2);
            boolean known = pair.length == 2 ? VALUES.contains(pair[0]) : FLAGS.contains(option) || option.isEmpty();
            if (!known) {
                throw new InvalidArgument("invalid tmpfs option [\"" + String.join("\" \"", pair) + "\"]");
            }
        }
    }

    static MountTable.Entry of(String place, String options) {
        return entry(place, List.of(options.split(",", -1)));
    }

    static MountTable.Entry of(MountSpec mount) {
        List<String> options = new ArrayList<>();
        TmpfsOptions asked = mount.tmpfsOptions();
        if (mount.readOnly()) {
            options.add("ro");
        }
        if (asked != null && asked.mode() != 0) {
            options.add("mode=" + Integer.toOctalString(asked.mode()));
        }
        if (asked != null && asked.sizeBytes() > 0) {
            options.add("size=" + asked.sizeBytes());
        }
        if (asked != null) {
            asked.options().forEach(pair -> options.add(String.join("=", pair)));
        }
        return entry(mount.target(), options);
    }

    /** With Docker's defaults, each of which gives way to its opposite. */
    private static MountTable.Entry entry(String place, List<String> asked) {
        List<String> options = new ArrayList<>();
        for (String byDefault : List.of("noexec", "nosuid", "nodev")) {
            if (!asked.contains(byDefault.substring(2)) && !asked.contains(byDefault)) {
                options.add(byDefault);
            }
        }
        options.add("rprivate");
        asked.stream().filter(option -> !option.isEmpty()).forEach(options::add);
        return new MountTable.Entry(MountTable.place(place), "tmpfs", "tmpfs", options);
    }
}
