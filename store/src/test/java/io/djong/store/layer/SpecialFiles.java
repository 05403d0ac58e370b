package io.djong.store.layer;

import io.djong.kernel.file.DeviceNumber;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.FileType;
import io.djong.kernel.file.OpenFile;
import io.djong.kernel.file.Owner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/** A tree with one of everything that a file system can hold. */
public final class SpecialFiles {
    private static final Instant PRECISE = Instant.parse("2020-02-03T04:05:06.123456789Z");
    private static final Instant WHOLE = Instant.parse("2020-02-03T04:05:06Z");
    private static final byte[] CAPABILITY = {1, 0, 0, 2, 0, (byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private SpecialFiles() {}

    public static void make(Path path) {
        make(path, PRECISE, true);
    }

    /** Only what the older tar formats can say. */
    public static void makeWithoutExtensions(Path path) {
        make(path, WHOLE, false);
    }

    private static void make(Path path, Instant time, boolean extensions) {
        try (Directory root = Directory.open(path)) {
            file(root, "plain", "hello", 0640, new Owner(1000, 1001));
            file(root, "setuid", "#!", 04755, Owner.ROOT);
            file(root, "empty", "", 02711, new Owner(0, 50));
            file(root, "n".repeat(200), "long", 0600, Owner.ROOT);
            file(root, "höher", "utf-8", 0644, Owner.ROOT);
            file(root, "b\udcffd", "not utf-8", 0644, Owner.ROOT);
            file(root, "big-owner", "x", 0644, new Owner(4_000_000_000L, 3_000_000));
            root.createHardLink("linked", root, "plain");
            root.createSymlink("symlink", "plain");
            root.createSymlink("long-link", "t".repeat(400));
            root.createSymlink("absolute", "/etc/passwd");
            root.setOwner("symlink", new Owner(7, 8));
            root.createHardLink("linked-symlink", root, "symlink");
            root.createNode("character", FileType.CHARACTER_DEVICE, 0666, new DeviceNumber(1, 3));
            root.createNode("block", FileType.BLOCK_DEVICE, 0660, new DeviceNumber(259, 1000));
            root.createNode("fifo", FileType.FIFO, 0622, DeviceNumber.NONE);
            root.createDirectory("sticky", 0777);
            root.setPermissions("sticky", 01777);
            sparse(root);
            if (extensions) {
                root.setXattr("plain", "user.binary", new byte[] {0, 1, (byte) 0xfe, '=', '\n'});
                root.setXattr("setuid", "security.capability", CAPABILITY);
                root.setXattr("sticky", "user.on-directory", "value".getBytes(StandardCharsets.UTF_8));
                root.setXattr("symlink", "trusted.link", new byte[] {9});
            }
            try (Directory deep = root.createDirectories("one/two/three", 0750)) {
                file(deep, "deep", "x", 0400, Owner.ROOT);
                deep.setTimes("deep", time, time);
            }
            setTimes(root, time);
        }
    }

    private static void file(Directory root, String name, String content, int permissions, Owner owner) {
        try (OpenFile file = root.createFile(name, 0600)) {
            file.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            file.setOwner(owner);
            file.setPermissions(permissions);
        }
    }

    private static void sparse(Directory root) {
        try (OpenFile file = root.createFile("sparse", 0644)) {
            for (long at : new long[] {0, 1 << 20, 5 << 20}) {
                file.write(ByteBuffer.wrap("data".repeat(1024).getBytes(StandardCharsets.UTF_8)), at);
            }
            file.truncate(8 << 20);
        }
        try (OpenFile file = root.createFile("hole", 0644)) {
            file.truncate(4 << 20);
        }
    }

    private static void setTimes(Directory root, Instant time) {
        for (var entry : root.entries()) {
            root.setTimes(entry.name(), time, time);
        }
        for (String path : new String[] {"one/two/three", "one/two", "one"}) {
            try (Directory directory = root.descend(path)) {
                directory.setTimes(time.minusSeconds(5), time.minusSeconds(5));
            }
        }
        root.setTimes(time.minusSeconds(9), time.minusSeconds(9));
    }
}
