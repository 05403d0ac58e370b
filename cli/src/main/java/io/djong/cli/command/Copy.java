package io.djong.cli.command;

import io.djong.cli.archive.Packer;
import io.djong.cli.archive.Unpacker;
import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.client.FileOperations;
import io.djong.client.FileOperations.Stat;
import io.djong.model.error.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** {@code cp}: files between a container and here. A path that ends in {@code /.} is what is in a directory. */
public final class Copy implements Command {
    private static final int PIPE = 64 * 1024;

    @Override
    public CommandSpec spec() {
        return CommandSpec.of(
                        "cp",
                        "[OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-\n\tdjong cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH",
                        "Copy files/folders between a container and the local filesystem")
                .operands(2, 2)
                .options(
                        Option.flag('a', "archive", "Archive mode (copy all uid/gid information)"),
                        Option.flag('L', "follow-link", "Always follow symbol link in SRC_PATH"),
                        Option.flag('q', "quiet", "Suppress progress output during copy. There is none here"));
    }

    /** A path in a container, or, where that has no name, here. */
    private record Place(String container, String path) {
        static Place parse(String text) {
            int colon = text.indexOf(':');
            boolean local = colon <= 0 || text.startsWith("/") || text.startsWith(".");
            return local ? new Place("", text) : new Place(text.substring(0, colon), text.substring(colon + 1));
        }

        boolean isLocal() {
            return container.isEmpty();
        }
    }

    @Override
    public int run(Session session, Arguments arguments) {
        Place source = Place.parse(arguments.operand(0));
        Place target = Place.parse(arguments.operand(1));
        if (source.isLocal() == target.isLocal()) {
            throw new CommandFailure(
                    source.isLocal()
                            ? "must specify at least one container source"
                            : "copying between containers is not supported");
        }
        try {
            if (source.isLocal()) {
                send(session, arguments, source.path(), target);
            } else {
                fetch(session, arguments, source, target.path());
            }
        } catch (IOException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
        return 0;
    }

    private static void fetch(Session session, Arguments arguments, Place source, String target) throws IOException {
        FileOperations files = session.client().files();
        if (!target.equals("-")) {
            Path parent = Path.of(target).toAbsolutePath().getParent();
            if (parent != null && !Files.isDirectory(parent)) {
                throw new CommandFailure("invalid output path: directory \"" + parent + "\" does not exist");
            }
        }
        String path = arguments.flag("follow-link") ? followed(files, source) : source.path();
        try (FileOperations.Copy copy = files.open(source.container(), path)) {
            if (target.equals("-")) {
                copy.archive().bytes().transferTo(session.out());
                session.out().flush();
                return;
            }
            boolean exists = Files.exists(Path.of(target));
            Renaming renaming = Renaming.of(
                    base(path),
                    base(source.path()),
                    copy.stat().isDirectory(),
                    target,
                    exists,
                    Files.isDirectory(Path.of(target)));
            Path directory = Path.of(renaming.directory()).toAbsolutePath().normalize();
            Unpacker.unpack(
                    copy.archive().bytes(), directory, renaming.from(), renaming.to(), arguments.flag("archive"));
        }
    }

    /** What a link in the container leads to; the path itself where it is none. */
    private static String followed(FileOperations files, Place source) {
        Stat stat = files.stat(source.container(), source.path());
        return stat.isLink() ? stat.link() : source.path(); // which the engine has resolved
    }

    private static void send(Session session, Arguments arguments, String source, Place target) throws IOException {
        FileOperations files = session.client().files();
        Place place = new Place(target.container(), target.path());
        boolean exists = true;
        boolean isDirectory = false;
        try {
            Stat stat = files.stat(place.container(), place.path());
            if (stat.isLink()) {
                place = new Place(place.container(), stat.link());
                stat = files.stat(place.container(), place.path());
            }
            isDirectory = stat.isDirectory();
        } catch (EngineException e) {
            exists = false; // what is wrong will be said of its parent
        }
        if (source.equals("-")) {
            if (!isDirectory) {
                throw new CommandFailure(
                        "destination \"" + target.container() + ":" + target.path() + "\" must be a directory");
            }
            files.extract(
                    place.container(),
                    place.path(),
                    arguments.flag("archive"),
                    session.streams().in());
            return;
        }
        Path local = arguments.flag("follow-link") && Files.exists(Path.of(source))
                ? Path.of(source).toRealPath()
                : Path.of(source);
        if (!Files.exists(local, LinkOption.NOFOLLOW_LINKS)) {
            throw new CommandFailure("lstat " + Path.of(source).toAbsolutePath() + ": no such file or directory");
        }
        boolean followed = source.endsWith("/") || source.endsWith("/.");
        boolean directory = followed ? Files.isDirectory(local) : Files.isDirectory(local, LinkOption.NOFOLLOW_LINKS);
        String name = base(source);
        Renaming renaming = Renaming.of(name, name, directory, place.path(), exists, isDirectory);
        String packed = renaming.to().isEmpty() ? name : renaming.to();
        try (InputStream archive = packed(followed ? local.toRealPath() : local, packed)) {
            files.extract(place.container(), renaming.directory(), arguments.flag("archive"), archive);
        }
    }

    /** What packing writes, to be read: the two go on beside each other. */
    private static InputStream packed(Path source, String name) throws IOException {
        AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
        PipedInputStream archive = new PipedInputStream(PIPE) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                IOException broken = failure.get();
                if (count < 0 && broken != null) {
                    throw broken;
                }
                return count;
            }
        };
        PipedOutputStream out = new PipedOutputStream(archive);
        Thread.ofPlatform().daemon().name("packer").start(() -> {
            try (out) {
                pack(source, name, out, failure);
            } catch (IOException e) {
                failure.compareAndSet(null, e);
            }
        });
        return archive;
    }

    /** The failure is known before the stream ends. */
    private static void pack(
            Path source, String name, PipedOutputStream out, AtomicReference<@Nullable IOException> failure) {
        try {
            Packer.pack(source, name, out);
        } catch (IOException e) {
            failure.set(e);
        }
    }

    /** The last name of a path; a dot where it stands for what is in a directory. */
    private static String base(String path) {
        String plain = path;
        while (plain.length() > 1 && plain.endsWith("/")) {
            plain = plain.substring(0, plain.length() - 1);
        }
        return plain.substring(plain.lastIndexOf('/') + 1);
    }

    /**
     * Where an archive is unpacked, and what its first name becomes; an empty {@code from} leaves it.
     */
    private record Renaming(String directory, String from, String to) {
        /**
         * As Docker decides it.
         *
         * @param packed the name in the archive
         * @param asked the name that was asked for, which a link that was followed keeps
         */
        static Renaming of(
                String packed,
                String asked,
                boolean isDirectory,
                String target,
                boolean exists,
                boolean targetIsDirectory) {
            if (exists && targetIsDirectory) {
                return packed.equals(asked) ? new Renaming(target, "", "") : new Renaming(target, packed, asked);
            }
            if (exists && isDirectory) {
                throw new CommandFailure("cannot copy directory");
            }
            if (!isDirectory && (target.endsWith("/") || target.endsWith("/."))) {
                throw new CommandFailure("no such directory");
            }
            String plain = target.endsWith("/") ? target.substring(0, target.length() - 1) : target;
            int slash = plain.lastIndexOf('/');
            String parent = slash < 0 ? "." : slash == 0 ? "/" : plain.substring(0, slash);
            return new Renaming(parent, packed, plain.substring(slash + 1));
        }
    }
}
