package io.djong.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The standard streams, in UTF-8 whatever the locale says.
 *
 * @param out buffered: flush it before waiting for anything
 * @param inIsTerminal whether {@code in} is one; likewise for the others
 */
public record Streams(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean inIsTerminal,
        boolean outIsTerminal,
        boolean errIsTerminal) {
    private static final int BUFFER = 16 << 10;

    /** Those of this process. */
    public static Streams ofProcess() {
        return new Streams(
                new FileInputStream(FileDescriptor.in),
                printing(new FileOutputStream(FileDescriptor.out)),
                printing(new FileOutputStream(FileDescriptor.err)),
                isTerminal(0),
                isTerminal(1),
                isTerminal(2));
    }

    private static PrintStream printing(FileOutputStream stream) {
        return new PrintStream(new BufferedOutputStream(stream, BUFFER), false, StandardCharsets.UTF_8);
    }

    /** By what the descriptor refers to, which costs one system call and no native code of our own. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException closed) {
            return false;
        }
    }

    public void flush() {
        out.flush();
        err.flush();
    }
}
