package io.djong.cli.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Packs files of the user's. Links are packed as links; sockets are left out. */
public final class Packer {
    private static final int DIRECTORY = 0040000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;
    private static final int KIND = 0170000;

    private final TarOutput tar;

    private Packer(TarOutput tar) {
        this.tar = tar;
    }

    /** Writes a file, or a directory with all below it, under a name; the stream stays open. */
    public static void pack(Path source, String name, OutputStream out) throws IOException {
        TarOutput tar = new TarOutput(out);
        new Packer(tar).add(source, name);
        tar.finish();
    }

    private void add(Path path, String name) throws IOException {
        Map<String, Object> found =
                Files.readAttributes(path, "unix:mode,uid,gid,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        int mode = number(found, "mode");
        Member.Attributes attributes = new Member.Attributes(
                mode & 07777, number(found, "uid"), number(found, "gid"), (FileTime) value(found, "lastModifiedTime"));
        switch (mode & KIND) {
            case DIRECTORY -> {
                add(new Member(name + "/", Member.Kind.DIRECTORY, attributes, 0, ""));
                for (Path child : children(path)) {
                    add(child, name + "/" + child.getFileName());
                }
            }
            case LINK -> {
                String target = Files.readSymbolicLink(path).toString();
                add(new Member(name, Member.Kind.SYMLINK, attributes, 0, target));
            }
            case FILE -> {
                try (InputStream content = Files.newInputStream(path)) {
                    long size = ((Number) value(found, "size")).longValue();
                    tar.add(new Member(name, Member.Kind.FILE, attributes, size, ""), content);
                }
            }
            default -> {
                // A socket, a pipe or a device is nothing to be copied.
            }
        }
    }

    private void add(Member member) throws IOException {
        tar.add(member, new ByteArrayInputStream(new byte[0]));
    }

    private static int number(Map<String, Object> attributes, String name) {
        return ((Number) value(attributes, name)).intValue();
    }

    private static Object value(Map<String, Object> attributes, String name) {
        return Objects.requireNonNull(attributes.get(name), name);
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        }
    }
}
