package io.djong.daemon;

import io.djong.kernel.mount.MountInfo;
import io.djong.kernel.mount.Mounts;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is mounted of a data root: a container's root file system is while it runs, and until a daemon has seen its end.
 */
record RootUse(List<MountInfo> mounts) {
    private static final List<String> LAYERS = List.of("lowerdir=", "lowerdir+=", "upperdir=");

    RootUse {
        mounts = List.copyOf(mounts);
    }

    static RootUse now() {
        return new RootUse(Mounts.list());
    }

    /** Where something is mounted that stands on the directory or lies in it. */
    Optional<String> of(Path directory) {
        return mounts.stream()
                .filter(mount -> stands(mount).anyMatch(path -> path.startsWith(directory)))
                .map(MountInfo::mountPoint)
                .findFirst();
    }

    /** The mount point itself is no use of a directory: a disk may be mounted there. */
    private static Stream<Path> stands(MountInfo mount) {
        Path parent = Path.of(mount.mountPoint()).getParent();
        return Stream.concat(layers(mount), Stream.ofNullable(parent));
    }

    private static Stream<Path> layers(MountInfo mount) {
        return mount.superOptions().stream()
                .filter(option -> mount.type().equals("overlay"))
                .flatMap(option -> LAYERS.stream()
                        .filter(option::startsWith)
                        .flatMap(key ->
                                Arrays.stream(option.substring(key.length()).split(":", -1))))
                .filter(path -> path.startsWith("/"))
                .map(Path::of);
    }
}
