package io.djong.runtime;

import io.djong.kernel.KernelException;
import io.djong.kernel.process.SealedProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * runc's executable, as it is run.
 *
 * <p>runc enters containers with its own program open, and so first protects that from them: by a mount or by a copy, of
 * some 10 MB, at each start and each exec. It does neither where it sees that it is run from sealed memory already. So it
 * is copied there once. The copy's path differs from daemon to daemon; a link in the exec-root has always the same, by
 * which a later daemon recognizes processes.
 */
final class RuntimeProgram implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeProgram.class);

    private final Path installed;
    private final Path link;
    private volatile Optional<Copy> copy = Optional.empty();

    /** A copy, and what the installed program was when it was made. */
    private record Copy(SealedProgram program, FileTime modified, long size) {
        boolean isOf(BasicFileAttributes now) {
            return modified.equals(now.lastModifiedTime()) && size == now.size();
        }
    }

    RuntimeProgram(RuntimePaths paths) {
        this.installed = paths.runtimes().stock();
        this.link = paths.runtimeLink();
    }

    /** Makes the copy. Where that fails the installed program is run. */
    void start() {
        try {
            BasicFileAttributes now = Files.readAttributes(installed, BasicFileAttributes.class);
            SealedProgram program = SealedProgram.copyOf(installed);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, program.path());
            copy = Optional.of(new Copy(program, now.lastModifiedTime(), now.size()));
        } catch (IOException | KernelException e) {
            LOG.debug("{} is run from where it is installed: {}", installed, e.getMessage());
        }
    }

    /** The path to run it by: the copy's, until another version is installed. */
    Path path() {
        Optional<Copy> made = copy;
        if (made.isEmpty()) {
            return installed;
        }
        try {
            return made.get().isOf(Files.readAttributes(installed, BasicFileAttributes.class)) ? link : installed;
        } catch (IOException e) {
            return installed; // gone: whoever runs it says so
        }
    }

    /** All paths that it may have been run by. */
    static List<Path> paths(RuntimePaths paths) {
        return List.of(paths.runtimes().stock(), paths.runtimeLink());
    }

    @Override
    public void close() {
        copy.ifPresent(made -> made.program().close());
        copy = Optional.empty();
        try {
            Files.deleteIfExists(link);
        } catch (IOException e) {
            LOG.debug("{} stays: {}", link, e.getMessage());
        }
    }
}
