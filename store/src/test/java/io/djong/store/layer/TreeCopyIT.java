package io.djong.store.layer;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.file.Directory;
import io.djong.kernel.mount.Mounts;
import io.djong.model.error.Internal;
import io.djong.testkit.Privilege;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeCopyIT {
    @TempDir
    Path root;

    private Path source;
    private Path target;

    @BeforeEach
    void prepare() throws IOException {
        Privilege.root();
        source = Files.createDirectory(root.resolve("source"));
        target = Files.createDirectory(root.resolve("target"));
    }

    private void copy() throws IOException {
        try (Directory from = Directory.open(source);
                Directory to = Directory.open(target)) {
            TreeCopy.copy(from, to);
        }
    }

    @Test
    void aCopyIsTheTreeAgain() throws IOException {
        SpecialFiles.make(source);
        byte[] large = new byte[3 << 20];
        Arrays.fill(large, (byte) 7);
        Files.write(source.resolve("large"), large);
        copy();
        TreeListing.assertSame(source, target);
    }

    @Test
    void aCopyThatFindsNoRoomFails() throws IOException {
        Files.write(source.resolve("large"), new byte[3 << 20]);
        Mounts.tmpfs(target, 1 << 20, 0755, Set.of());
        try {
            assertThrows(Internal.class, this::copy);
        } finally {
            assertTrue(Mounts.unmount(target), "the copy still held its target");
        }
    }
}
