package io.djong.engine.container;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.FileStat;
import io.djong.kernel.file.FileType;
import io.djong.model.error.InvalidArgument;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A path in a container as a user writes it: from the root, whether it begins with a slash or not.
 *
 * @param clean absolute, without {@code .}, {@code ..} and a slash at its end
 * @param name what an archive of it calls it: its last part, {@code .} for what ends so, a slash for the root
 * @param directory whether it ends in a slash or {@code /.}: then it means a directory, also through a link
 */
record ContainerPath(String clean, String name, boolean directory) {
    private static final int MAX_LINKS = 255;

    static ContainerPath parse(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new InvalidArgument("invalid path: it has a NUL in it");
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : text.split("/", -1)) {
            step(parts, part);
        }
        String clean = "/" + String.join("/", parts);
        boolean dot = text.equals(".") || text.endsWith("/.");
        String name = dot ? "." : parts.isEmpty() ? "/" : parts.getLast();
        return new ContainerPath(clean, name, dot || text.endsWith("/"));
    }

    private static void step(Deque<String> parts, String part) {
        switch (part) {
            case "", "." -> {
                // stays where it is
            }
            case ".." -> parts.pollLast();
            default -> parts.addLast(part);
        }
    }

    /**
     * The path with all links followed within a root, the last one too. What does not exist stays as it is written.
     *
     * @throws InvalidArgument if links lead in circles
     */
    String follow(Directory root) {
        Deque<String> done = new ArrayDeque<>();
        Deque<String> left = new ArrayDeque<>(List.of(clean.split("/", -1)));
        for (int links = 0; !left.isEmpty(); ) {
            String part = left.removeFirst();
            String link = part.isEmpty() || part.equals(".") || part.equals("..") ? "" : link(root, done, part);
            if (link.isEmpty()) {
                step(done, part);
                continue;
            }
            links++;
            if (links > MAX_LINKS) {
                throw new InvalidArgument("lstat " + clean + ": too many links");
            }
            if (link.startsWith("/")) {
                done.clear();
            }
            new ArrayList<>(List.of(link.split("/", -1))).reversed().forEach(left::addFirst);
        }
        return "/" + String.join("/", done);
    }

    /** The text of a link; empty where there is none. */
    private static String link(Directory root, Deque<String> directory, String name) {
        try (Directory parent = root.descend("/" + String.join("/", directory))) {
            boolean link = parent.find(name)
                    .map(FileStat::type)
                    .filter(FileType.SYMLINK::equals)
                    .isPresent();
            return link ? parent.readLink(name) : "";
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
                return "";
            }
            throw e;
        }
    }

    /** Whether a path lies at this one or below it. */
    static boolean isWithin(String path, String above) {
        return path.equals(above) || above.equals("/") || path.startsWith(above + "/");
    }
}
