package io.djong.runtime;

import io.djong.kernel.process.Pidfd;
import io.djong.model.ContainerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the processes of a container again by numbers that were noted. A number may have been reused since, so what is
 * found must bear the container's id: conmon in its arguments, the main process in its control groups.
 */
final class Found {
    private Found() {}

    static Optional<Pidfd> monitor(ContainerId id, long pid) {
        return verified(id, pid, "cmdline");
    }

    static MainProcess main(ContainerId id, long pid) {
        return verified(id, pid, "cgroup").map(MainProcess::of).orElseGet(() -> MainProcess.gone(pid));
    }

    private static Optional<Pidfd> verified(ContainerId id, long pid, String evidence) {
        Optional<Pidfd> handle = Pidfd.open(pid);
        if (handle.isPresent() && !mentions(id, Path.of("/proc", String.valueOf(pid), evidence))) {
            handle.get().close();
            return Optional.empty();
        }
        return handle;
    }

    private static boolean mentions(ContainerId id, Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(id.value());
        } catch (IOException e) {
            return false;
        }
    }
}
