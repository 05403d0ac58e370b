package io.djong.runtime;

import io.djong.model.ContainerId;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Where the runtime's things are. All below the exec-root is on a tmpfs and goes with the machine's shutdown.
 *
 * @param execRoot the daemon's exec-root, as {@code /run/djong}
 * @param conmon the conmon executable
 * @param configured the OCI runtimes; they may change
 */
public record RuntimePaths(Path execRoot, Path conmon, Supplier<Runtimes> configured) {
    /** Where the runtimes never change. */
    public RuntimePaths(Path execRoot, Path conmon, Runtimes runtimes) {
        this(execRoot, conmon, () -> runtimes);
    }

    /** The OCI runtimes of now. */
    public Runtimes runtimes() {
        return configured.get();
    }

    /** All bundles, one directory for each container. */
    public Path bundles() {
        return execRoot.resolve("containers");
    }

    /** A container's bundle: its configuration, attach socket, control FIFO and pid files. */
    public Path bundle(ContainerId id) {
        return bundles().resolve(id.value());
    }

    /** A container's control FIFO, by which conmon is told of a terminal's new size and to reopen its spool. */
    public Path control(ContainerId id) {
        return bundle(id).resolve("ctl");
    }

    /** Where conmon leaves exit codes. */
    public Path exits() {
        return execRoot.resolve("exits");
    }

    /** What runc is run by, where that is not its own path. */
    Path runtimeLink() {
        return execRoot.resolve("oci-runtime");
    }

    /** The OCI runtimes' own state. */
    public Path runtimeRoot() {
        return execRoot.resolve("runc");
    }
}
