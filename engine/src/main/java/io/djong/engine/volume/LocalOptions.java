package io.djong.engine.volume;

import io.djong.kernel.KernelException;
import io.djong.kernel.mount.MountFlag;
import io.djong.kernel.mount.Mounts;
import io.djong.kernel.mount.Reach;
import io.djong.model.error.InvalidArgument;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options of Docker's driver {@code local}: what mount(8) would be told by {@code -t}, {@code -o} and its device. */
final class LocalOptions {
    static final String DEVICE = "device";

    private static final String TYPE = "type";
    private static final String MOUNT_OPTIONS = "o";
    private static final String SIZE = "size";
    private static final Set<String> KNOWN = Set.of(TYPE, MOUNT_OPTIONS, DEVICE, SIZE);
    private static final Map<String, List<String>> NEEDS =
            Map.of(DEVICE, List.of(TYPE), TYPE, List.of(DEVICE), MOUNT_OPTIONS, List.of(DEVICE, TYPE));

    private static final Set<String> STANDARD =
            Set.of("", "defaults", "rw", "suid", "dev", "exec", "atime", "diratime", "relatime");
    private static final Map<String, MountFlag> FLAGS = Map.of(
            "ro", MountFlag.READ_ONLY,
            "nosuid", MountFlag.NO_SUID,
            "nodev", MountFlag.NO_DEVICES,
            "noexec", MountFlag.NO_EXEC,
            "noatime", MountFlag.NO_ACCESS_TIME,
            "nodiratime", MountFlag.NO_DIRECTORY_ACCESS_TIME);
    private static final String ADDRESS = "addr=";

    private final Map<String, String> options;
    private final Set<MountFlag> flags = EnumSet.noneOf(MountFlag.class);
    private final List<String> data = new ArrayList<>();
    private boolean binds;
    private Reach reach = Reach.ONE;

    private LocalOptions(Map<String, String> options) {
        this.options = options;
        for (String word : options.getOrDefault(MOUNT_OPTIONS, "").split(",", -1)) {
            read(word);
        }
    }

    private void read(String word) {
        MountFlag flag = FLAGS.get(word);
        if (flag != null) {
            flags.add(flag);
        } else if (word.equals("bind") || word.equals("rbind")) {
            binds = true;
            reach = word.equals("rbind") ? Reach.RECURSIVE : Reach.ONE;
        } else if (!STANDARD.contains(word)) {
            data.add(word);
        }
    }

    /** @throws InvalidArgument in Docker's words if they are not what the driver takes */
    static void check(Map<String, String> options) {
        options.keySet().stream().filter(option -> !KNOWN.contains(option)).forEach(option -> {
            throw new InvalidArgument("invalid option: \"" + option + "\"");
        });
        if (options.containsKey(SIZE)) {
            throw new InvalidArgument("quota size requested but no quota support");
        }
        NEEDS.forEach((option, needed) -> {
            if (options.containsKey(option)) {
                needed.stream().filter(other -> !options.containsKey(other)).forEach(other -> {
                    throw new InvalidArgument("missing required option: \"" + other + "\"");
                });
            }
        });
    }

    /** Mounts what they say. @throws InvalidArgument with the kernel's reason if it refuses */
    static void mount(Volume volume, Path place) {
        new LocalOptions(volume.options()).mount(place);
    }

    private void mount(Path place) {
        String device = options.getOrDefault(DEVICE, "");
        String type = options.getOrDefault(TYPE, "");
        String words = String.join(",", resolved(type));
        try {
            if (binds) {
                Mounts.bind(Path.of(device), place, reach, flags);
            } else {
                Mounts.mount(type, device, place, flags, words);
            }
        } catch (KernelException e) {
            String more = words.isEmpty() ? "" : ", data: " + words;
            String reason = e.errno().text();
            throw new InvalidArgument(
                    "error while mounting volume '" + place + "': failed to mount local volume: mount " + device + ":"
                            + place + more + ": " + reason,
                    e);
        }
    }

    /** The kernel takes no names for the servers of network file systems. */
    private List<String> resolved(String type) {
        if (!type.startsWith("nfs") && !type.equals("cifs")) {
            return data;
        }
        return data.stream()
                .map(word -> word.startsWith(ADDRESS) ? ADDRESS + address(word.substring(ADDRESS.length())) : word)
                .toList();
    }

    private static String address(String host) {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            throw new InvalidArgument("error resolving passed in network volume address: lookup " + host, e);
        }
    }
}
