package io.djong.runtime;

import io.djong.kernel.process.Pidfd;
import io.djong.model.ContainerId;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the processes of a container again by numbers that were noted. A number may have been reused since, so what is
 * found must bear the container's id: conmon in its arguments, the main process in its control groups.
 */
final class Found {
    private static final Path PROC = Path.of("/proc");

    private Found() {}

    static Optional<Pidfd> monitor(ContainerId id, long pid) {
        return verified(id, pid, "cmdline");
    }

    static MainProcess main(ContainerId id, long pid) {
        return verified(id, pid, "cgroup").map(MainProcess::of).orElseGet(() -> MainProcess.gone(pid));
    }

    /** All processes of a container and those that make or watch it, wherever they have come to. */
    static List<Pidfd> all(RuntimePaths paths, ContainerId id, OciRuntime runtime) {
        Set<String> programs = new HashSet<>();
        programs.add(name(paths.conmon()));
        programs.add(name(runtime.command().program()));
        RuntimeProgram.paths(paths).forEach(program -> programs.add(name(program)));
        List<Pidfd> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (serves(programs, id, process)) {
                    verified(id, pid, "cmdline").ifPresent(found::add);
                } else if (mentions(id, process.resolve("cgroup"))) {
                    verified(id, pid, "cgroup").ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            throw new Internal("failed to list the processes: " + e.getMessage(), e);
        }
        return found;
    }

    /**
     * Whether a process is conmon or the runtime at work for a container; a user's own command may name it too. They go
     * by their names: an earlier daemon may have found them elsewhere.
     */
    private static boolean serves(Set<String> programs, ContainerId id, Path process) {
        String command = read(process.resolve("cmdline"));
        int end = command.indexOf('\0');
        if (end < 0 || !command.contains(id.value())) {
            return false;
        }
        return programs.contains(command.substring(command.lastIndexOf('/', end) + 1, end));
    }

    private static String name(Path program) {
        return String.valueOf(program.getFileName());
    }

    private static Optional<Pidfd> verified(ContainerId id, long pid, String evidence) {
        Optional<Pidfd> handle = Pidfd.open(pid);
        if (handle.isPresent()
                && !mentions(id, PROC.resolve(String.valueOf(pid)).resolve(evidence))) {
            handle.get().close();
            return Optional.empty();
        }
        return handle;
    }

    private static boolean mentions(ContainerId id, Path file) {
        return read(file).contains(id.value());
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // gone
        }
    }
}
