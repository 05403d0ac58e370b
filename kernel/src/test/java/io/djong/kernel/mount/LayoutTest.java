package io.djong.kernel.mount;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import org.junit.jupiter.api.Test;

class LayoutTest {
    /** struct mount_attr of linux/mount.h: four 64-bit words on every machine. */
    @Test
    void mountAttributes() {
        StructLayout attributes = MemoryLayout.structLayout(
                JAVA_LONG.withName("attr_set"),
                JAVA_LONG.withName("attr_clr"),
                JAVA_LONG.withName("propagation"),
                JAVA_LONG.withName("userns_fd"));
        assertEquals(attributes.byteSize(), DetachedMount.ATTR_SIZE);
        assertEquals(attributes.byteOffset(groupElement("attr_set")), DetachedMount.ATTR_SET);
        assertEquals(attributes.byteOffset(groupElement("userns_fd")), DetachedMount.ATTR_USERNS);
    }
}
