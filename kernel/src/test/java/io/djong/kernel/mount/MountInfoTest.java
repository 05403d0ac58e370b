package io.djong.kernel.mount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.kernel.file.DeviceNumber;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountInfoTest {
    private static List<MountInfo> parse(String table) {
        return MountInfo.parseTable(table.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsTheManualsExample() {
        MountInfo mount = parse("36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue\n")
                .getFirst();
        assertEquals(
                new MountInfo(
                        36,
                        35,
                        new DeviceNumber(98, 0),
                        "/mnt1",
                        "/mnt2",
                        List.of("rw", "noatime"),
                        List.of("master:1"),
                        "ext3",
                        "/dev/root",
                        List.of("rw", "errors=continue")),
                mount);
    }

    @Test
    void readsEscapesManyTagsAndNone() {
        List<MountInfo> mounts = parse("""
                1 0 0:5 / /a\\040b\\134\\303\\251 rw shared:1 master:2 - tmpfs none rw
                2 1 0:6 / /x rw - overlay overlay ro,lowerdir=/l1:/l2
                """);
        assertEquals("/a b\\é", mounts.getFirst().mountPoint());
        assertTrue(mounts.getFirst().isShared());
        assertEquals(List.of(), mounts.getLast().tags());
        assertEquals("lowerdir=/l1:/l2", mounts.getLast().superOptions().getLast());
    }

    @Test
    void refusesWhatIsNoTable() {
        assertThrows(IllegalArgumentException.class, () -> parse("1 0 0:5 / /x rw tmpfs none rw\n"));
        assertThrows(IllegalArgumentException.class, () -> parse("- - -\n"));
    }
}
