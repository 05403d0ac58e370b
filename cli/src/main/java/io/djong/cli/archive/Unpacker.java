package io.djong.cli.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Unpacks what comes out of a container into a directory of the user's. Whatever the archive says, nothing is written
 * outside of that directory, nor through a link in it.
 */
public final class Unpacker {
    private final Path directory;
    private final String from;
    private final String to;
    private final boolean keepOwners;

    /** Directories get their times at the end: what is put into them changes these. */
    private final Deque<Map.Entry<Path, Member.Attributes>> directories = new ArrayDeque<>();

    private Unpacker(Path directory, String from, String to, boolean keepOwners) {
        this.directory = directory;
        this.from = from;
        this.to = to;
        this.keepOwners = keepOwners;
    }

    /**
     * Unpacks an archive.
     *
     * @param from the name that its members begin with, to be called {@code to}; where they have none, it goes before
     * @param keepOwners whether files belong to whom the archive names, instead of this user
     */
    public static void unpack(InputStream archive, Path directory, String from, String to, boolean keepOwners)
            throws IOException {
        new Unpacker(directory, from, to, keepOwners).unpack(new TarInput(archive));
    }

    private void unpack(TarInput tar) throws IOException {
        for (var next = tar.next(); next.isPresent(); next = tar.next()) {
            Member member = next.get();
            boolean hard = member.kind() == Member.Kind.HARD_LINK;
            place(member.renamed(renamed(member.name()), hard ? renamed(member.link()) : member.link()), tar);
        }
        for (Map.Entry<Path, Member.Attributes> each : directories) {
            give(each.getKey(), each.getValue());
        }
    }

    private String renamed(String name) {
        if (from.equals(to)) {
            return name;
        }
        if (from.isEmpty()) {
            return to + "/" + name; // the members of a root have no common name
        }
        boolean whole = name.equals(from) || name.startsWith(from + "/");
        return whole ? to + name.substring(from.length()) : name;
    }

    private void place(Member member, TarInput tar) throws IOException {
        Path path = within(member.name());
        boolean isRoot = path.equals(directory);
        if (isRoot && member.kind() != Member.Kind.DIRECTORY) {
            throw new IOException("the archive has no directory at its root");
        }
        refuseOtherKind(path, member.kind() == Member.Kind.DIRECTORY);
        switch (member.kind()) {
            case DIRECTORY -> {
                Files.createDirectories(path);
                if (!isRoot) {
                    directories.push(Map.entry(path, member.attributes()));
                }
            }
            case FILE -> {
                Files.deleteIfExists(path);
                Files.copy(tar.content(), path);
                give(path, member.attributes());
            }
            case SYMLINK -> {
                Files.deleteIfExists(path);
                Files.createSymbolicLink(path, Path.of(member.link()));
            }
            case HARD_LINK -> {
                Files.deleteIfExists(path);
                Path target = within(member.link());
                if (Files.isSymbolicLink(target)) {
                    Files.copy(target, path, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
                } else {
                    Files.createLink(path, target);
                }
            }
            case OTHER -> {
                // Devices and pipes are the container's own.
            }
        }
    }

    private static void refuseOtherKind(Path path, boolean becomesDirectory) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            boolean is = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
            if (is && !becomesDirectory) {
                throw new IOException("cannot overwrite directory \"" + path + "\" with non-directory");
            }
            if (!is && becomesDirectory) {
                throw new IOException("cannot overwrite non-directory \"" + path + "\" with directory");
            }
        }
    }

    /** Where a member goes; its parents are there then, and are directories, not links. */
    private Path within(String name) throws IOException {
        Path path = directory;
        String[] parts = name.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].isEmpty() || parts[i].equals(".")) {
                continue;
            }
            if (parts[i].equals("..")) {
                throw new IOException("the archive leads out of the directory: " + name);
            }
            if (!path.equals(directory) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                    throw new IOException("the archive leads through what is no directory: " + name);
                }
                Files.createDirectory(path);
            }
            path = path.resolve(parts[i]);
        }
        return path;
    }

    private void give(Path path, Member.Attributes attributes) throws IOException {
        if (keepOwners) {
            Files.setAttribute(path, "unix:uid", attributes.owner(), LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", attributes.group(), LinkOption.NOFOLLOW_LINKS);
        }
        Files.setAttribute(path, "unix:mode", attributes.mode());
        Files.setLastModifiedTime(path, attributes.modified());
    }
}
