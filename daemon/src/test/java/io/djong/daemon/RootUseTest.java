package io.djong.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.kernel.file.DeviceNumber;
import io.djong.kernel.mount.MountInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RootUseTest {
    private static MountInfo mount(String point, String type, String... options) {
        return new MountInfo(
                1, 0, new DeviceNumber(0, 1), "/", point, List.of("rw"), List.of(), type, type, List.of(options));
    }

    @Test
    void containersStandOnTheirLayers() {
        RootUse use = new RootUse(List.of(mount(
                "/run/djong/rootfs/c",
                "overlay",
                "rw",
                "lowerdir=/data/snapshots/1/fs:/data/snapshots/base",
                "upperdir=/data/snapshots/2/fs")));
        assertEquals(Optional.of("/run/djong/rootfs/c"), use.of(Path.of("/data")));
        assertEquals(Optional.of("/run/djong/rootfs/c"), use.of(Path.of("/data/snapshots/1/fs")));
        assertEquals(Optional.empty(), use.of(Path.of("/data/snapshots/11/fs")));
        assertEquals(Optional.empty(), use.of(Path.of("/dat")));
    }

    @Test
    void aDiskThatIsTheDataRootIsNoUseOfIt() {
        RootUse use = new RootUse(List.of(mount("/data", "ext4", "rw"), mount("/data/volumes/v/_data", "tmpfs", "rw")));
        assertEquals(Optional.of("/data/volumes/v/_data"), use.of(Path.of("/data")));
        assertEquals(Optional.empty(), new RootUse(List.of(mount("/data", "ext4", "rw"))).of(Path.of("/data")));
    }
}
