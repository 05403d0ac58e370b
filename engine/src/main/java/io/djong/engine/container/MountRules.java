package io.djong.engine.container;

import io.djong.model.container.BindOptions;
import io.djong.model.container.MountSpec;
import io.djong.model.container.TmpfsOptions;
import io.djong.model.error.InvalidArgument;
import io.djong.runtime.spec.BindMount.Propagation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What a mount has to be like, in dockerd's order and words. */
final class MountRules {
    private static final Set<String> TMPFS_OPTIONS = Set.of("exec", "noexec");

    private MountRules() {}

    /** Checks what {@code -v} says; its source is made where it is missing. @throws InvalidArgument if it is wrong */
    static void check(String text, MountSpec mount) {
        try {
            check(mount);
        } catch (InvalidArgument e) {
            throw new InvalidArgument(BindText.invalid(text).message() + ": " + e.message(), e);
        }
    }

    /** Checks what {@code --mount} says. @throws InvalidArgument if it is wrong */
    static void checkWithSource(MountSpec mount) {
        check(mount);
        BindOptions options = mount.bindOptions() == null ? BindOptions.DEFAULT : mount.bindOptions();
        if (mount.type().equals("bind") && !options.createMountpoint() && !Files.exists(Path.of(mount.source()))) {
            throw wrong(mount, "bind source path does not exist: " + mount.source());
        }
    }

    private static void check(MountSpec mount) {
        require(mount, !mount.target().isEmpty(), "field Target must not be empty");
        require(mount, !isRoot(mount.target()), "invalid specification: destination can't be '/'");
        requireAbsolute(mount, mount.target());
        switch (mount.type()) {
            case "bind" -> checkBind(mount);
            case "volume" -> checkVolume(mount);
            case "tmpfs" -> checkTmpfs(mount);
            case "image" -> checkImage(mount);
            default -> throw wrong(mount, "mount type unknown");
        }
    }

    private static boolean isRoot(String path) {
        return Path.of(path).normalize().equals(Path.of("/"));
    }

    private static void checkBind(MountSpec mount) {
        require(mount, !mount.source().isEmpty(), "field Source must not be empty");
        String propagation =
                mount.bindOptions() == null ? "" : mount.bindOptions().propagation();
        require(
                mount,
                propagation.isEmpty() || Propagation.of(propagation).isPresent(),
                "invalid propagation mode: " + propagation);
        require(mount, mount.volumeOptions() == null, "field VolumeOptions must not be specified");
        requireAbsolute(mount, mount.source());
    }

    private static void checkVolume(MountSpec mount) {
        require(mount, mount.bindOptions() == null, "field BindOptions must not be specified");
        boolean anonymous = mount.source().isEmpty();
        String subpath =
                mount.volumeOptions() == null ? "" : mount.volumeOptions().subpath();
        require(mount, subpath.isEmpty() || !anonymous, "must not set Subpath when using anonymous volumes");
        require(mount, isLocal(subpath), "subpath must be a relative path within the volume");
        require(mount, !mount.readOnly() || !anonymous, "must not set ReadOnly mode when using anonymous volumes");
    }

    private static void checkImage(MountSpec mount) {
        require(mount, mount.bindOptions() == null, "field BindOptions must not be specified");
        require(mount, mount.volumeOptions() == null, "field VolumeOptions must not be specified");
        require(mount, !mount.source().isEmpty(), "field Source must not be empty");
        String subpath =
                mount.imageOptions() == null ? "" : mount.imageOptions().subpath();
        require(mount, isLocal(subpath), "subpath must be a relative path within the volume");
    }

    private static boolean isLocal(String subpath) {
        return !subpath.startsWith("/") && !Path.of(subpath).normalize().startsWith("..");
    }

    private static void checkTmpfs(MountSpec mount) {
        require(mount, mount.bindOptions() == null, "field BindOptions must not be specified");
        require(mount, mount.source().isEmpty(), "field Source must not be specified");
        TmpfsOptions options = mount.tmpfsOptions();
        for (List<String> option : options == null ? List.<List<String>>of() : options.options()) {
            require(mount, option.size() == 1 || option.size() == 2, "invalid option array length");
            require(mount, TMPFS_OPTIONS.contains(option.getFirst()), "invalid option: " + option.getFirst());
        }
    }

    private static void requireAbsolute(MountSpec mount, String path) {
        require(mount, path.startsWith("/"), "invalid mount path: '" + path + "' mount path must be absolute");
    }

    private static void require(MountSpec mount, boolean holds, String words) {
        if (!holds) {
            throw wrong(mount, words);
        }
    }

    private static InvalidArgument wrong(MountSpec mount, String words) {
        return new InvalidArgument("invalid mount config for type \"" + mount.type() + "\": " + words);
    }
}
