package io.djong.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Namespaces of its own for mounts and network: the machine that builds keeps its own as they are. */
final class Apart implements AutoCloseable {
    private final Process holder; // lives until its standard input ends

    private Apart(Process holder) {
        this.holder = holder;
    }

    static Apart open() throws IOException {
        Process holder = new ProcessBuilder("unshare", "--mount", "--net", "sh", "-c", "echo inside; exec cat")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (holder.inputReader().readLine() == null) {
            throw new IOException("unshare: no namespaces for the training of the daemon");
        }
        return new Apart(holder);
    }

    /** The words of a command that runs the given one inside, as the same process. */
    List<String> inside(List<String> words) {
        List<String> entering =
                new ArrayList<>(List.of("nsenter", "--target", Long.toString(holder.pid()), "--mount", "--net"));
        entering.addAll(words);
        return entering;
    }

    /** Ends it, and with it whatever still runs inside: a failed training may leave a container. */
    @Override
    public void close() throws IOException {
        Path mounts = Files.readSymbolicLink(mounts(holder.pid()));
        ProcessHandle.allProcesses()
                .filter(process -> mounts.equals(mountsOf(process.pid())))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static Path mounts(long pid) {
        return Path.of("/proc/" + pid + "/ns/mnt");
    }

    private static Path mountsOf(long pid) {
        try {
            return Files.readSymbolicLink(mounts(pid));
        } catch (IOException e) {
            return Path.of(""); // gone
        }
    }
}
