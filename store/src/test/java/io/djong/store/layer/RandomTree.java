package io.djong.store.layer;

import io.djong.kernel.file.DeviceNumber;
import io.djong.kernel.file.Directory;
import io.djong.kernel.file.FileType;
import io.djong.kernel.file.OpenFile;
import io.djong.kernel.file.Owner;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Trees of everything that a layer may hold, drawn by chance; a seed gives the same one always. */
final class RandomTree {
    private static final int MOST_ENTRIES = 12;
    private static final int DEEPEST = 4;
    private static final String LETTERS = "abcXYZ019-_. äß漢\udcff=\n";

    private final Random random;
    private final Directory root;
    /** Paths of files that may get another name. */
    private final List<String[]> files = new ArrayList<>();

    private RandomTree(Random random, Directory root) {
        this.random = random;
        this.root = root;
    }

    /** Fills an empty directory. */
    static void grow(long seed, Directory root) {
        RandomTree tree = new RandomTree(new Random(seed), root);
        tree.fill(root, "", 0);
        tree.describe(root);
    }

    private void fill(Directory directory, String path, int depth) {
        int entries = random.nextInt(MOST_ENTRIES);
        for (int i = 0; i < entries; i++) {
            String name = i + name();
            switch (random.nextInt(10)) {
                case 0, 1 -> {
                    if (depth < DEEPEST) {
                        below(directory, path, name, depth);
                    }
                }
                case 2 -> directory.createSymlink(name, "t" + name());
                case 3 -> directory.createWhiteout(name);
                case 4 -> directory.createNode(name, FileType.FIFO, random.nextInt(01000), DeviceNumber.NONE);
                case 5 ->
                    directory.createNode(
                            name,
                            random.nextBoolean() ? FileType.CHARACTER_DEVICE : FileType.BLOCK_DEVICE,
                            random.nextInt(01000),
                            new DeviceNumber(1 + random.nextInt(500), random.nextInt(100_000)));
                case 6 -> another(directory, name);
                default -> file(directory, path, name);
            }
            if (directory.find(name).isPresent() && !directory.stat(name).isDirectory()) {
                dated(directory, name);
            }
        }
    }

    private void below(Directory directory, String path, String name, int depth) {
        directory.createDirectory(name, 0700);
        try (Directory below = directory.openDirectory(name)) {
            fill(below, path + name + "/", depth + 1);
            if (random.nextInt(6) == 0) {
                below.setXattr(Whiteouts.OPAQUE, Whiteouts.opaqueValue());
            }
            describe(below);
        }
    }

    private void file(Directory directory, String path, String name) {
        byte[] content = new byte[random.nextInt(3) == 0 ? random.nextInt(200_000) : random.nextInt(1_100)];
        random.nextBytes(content);
        try (OpenFile file = directory.createFile(name, 0600)) {
            file.write(ByteBuffer.wrap(content));
            file.setOwner(owner());
            if (random.nextInt(4) == 0) {
                byte[] value = new byte[random.nextInt(60)];
                random.nextBytes(value);
                file.setXattr("user.x" + random.nextInt(9), value);
            }
            file.setPermissions(random.nextInt(010000));
        }
        files.add(new String[] {path, name});
    }

    /** One more name of a file that is there. */
    private void another(Directory directory, String name) {
        if (files.isEmpty()) {
            return;
        }
        String[] first = files.get(random.nextInt(files.size()));
        try (Directory from = root.descend(first[0])) {
            directory.createHardLink(name, from, first[1]);
        }
    }

    /** A whiteout is a mark, without an owner or a time that would be packed. */
    private void dated(Directory directory, String name) {
        if (!directory.stat(name).isWhiteout()) {
            directory.setOwner(name, owner());
            Instant time = time();
            directory.setTimes(name, time, time);
        }
    }

    private void describe(Directory directory) {
        directory.setOwner(owner());
        directory.setPermissions(random.nextInt(010000));
        Instant time = time();
        directory.setTimes(time, time);
    }

    private Owner owner() {
        return random.nextBoolean() ? Owner.ROOT : new Owner(random.nextInt(2_000_000_000), random.nextInt(3_000_000));
    }

    private Instant time() {
        long nanos = random.nextBoolean() ? 0 : random.nextInt(1_000_000_000);
        return Instant.ofEpochSecond(random.nextLong(4_000_000_000L), nanos);
    }

    private String name() {
        StringBuilder name = new StringBuilder("n");
        int length = random.nextInt(10) == 0 ? 50 : random.nextInt(6);
        for (int i = 0; i < length; i++) {
            name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return name.toString();
    }
}
