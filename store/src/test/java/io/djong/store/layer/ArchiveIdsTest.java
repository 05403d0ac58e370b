package io.djong.store.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.kernel.file.Owner;
import io.djong.kernel.namespace.IdMapping;
import io.djong.kernel.namespace.IdMapping.Range;
import io.djong.model.error.InvalidArgument;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArchiveIdsTest {
    private static final IdMapping MAPPING =
            new IdMapping(List.of(new Range(0, 100_000, 65_536)), List.of(new Range(0, 200_000, 65_536)));
    private static final ArchiveIds IDS = ArchiveIds.inside(MAPPING);

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    void ownersAreTranslated() {
        assertEquals(new Owner(5, 6), IDS.toArchive(new Owner(100_005, 200_006)));
        assertEquals(new Owner(100_005, 200_006), IDS.toTree(new Owner(5, 6)));
        assertEquals(new Owner(100_000, 200_000), IDS.root());
        InvalidArgument unknown = assertThrows(InvalidArgument.class, () -> IDS.toTree(new Owner(65_536, 0)));
        assertEquals("Container ID 65536:0 cannot be mapped to a host ID", unknown.message());
    }

    @Test
    void withoutAMappingAllIsTheSame() {
        Map<String, byte[]> attributes = Map.of("security.capability", bytes("00"));
        assertSame(attributes, ArchiveIds.SAME.toArchive(attributes));
        assertSame(attributes, ArchiveIds.SAME.toTree(attributes));
        assertEquals(new Owner(7, 8), ArchiveIds.SAME.toTree(new Owner(7, 8)));
        assertEquals(Owner.ROOT, ArchiveIds.SAME.root());
    }

    /** struct vfs_cap_data and vfs_ns_cap_data of linux/capability.h: cap_net_raw, of the root 100000. */
    @Test
    void capabilitiesAreThoseOfTheNamespacesRoot() {
        byte[] plain = bytes("01000002 00200000 00000000 00000000 00000000");
        byte[] rooted = bytes("01000003 00200000 00000000 00000000 00000000 a0860100");
        assertArrayEquals(
                rooted, IDS.toTree(Map.of("security.capability", plain)).get("security.capability"));
        assertArrayEquals(
                plain, IDS.toArchive(Map.of("security.capability", rooted)).get("security.capability"));
        byte[] broken = bytes("0102");
        assertArrayEquals(
                broken, IDS.toTree(Map.of("security.capability", broken)).get("security.capability"));
    }

    /** struct posix_acl_xattr_entry of linux/posix_acl_xattr.h: the owner, user 5, the group, group 6, the mask. */
    @Test
    void accessListsNameTheUsersOfTheNamespace() {
        String list = "02000000 01000700ffffffff 02000700%s 04000500ffffffff 08000500%s 10000700ffffffff";
        byte[] inside = bytes(list.formatted("05000000", "06000000"));
        byte[] outside = bytes(list.formatted("a5860100", "460d0300"));
        String name = "system.posix_acl_access";
        assertArrayEquals(outside, IDS.toTree(Map.of(name, inside)).get(name));
        assertArrayEquals(inside, IDS.toArchive(Map.of(name, outside)).get(name));
    }

    @Test
    void otherAttributesAndWhatIsCutShortStayAsTheyAre() {
        byte[] value = bytes("02000000 0200");
        assertSame(value, IDS.toTree(Map.of("user.x", value)).get("user.x"));
        assertArrayEquals(
                value, IDS.toTree(Map.of("system.posix_acl_default", value)).get("system.posix_acl_default"));
    }
}
