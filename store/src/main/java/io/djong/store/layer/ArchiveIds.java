package io.djong.store.layer;

import io.djong.kernel.file.Owner;
import io.djong.kernel.namespace.IdMapping;
import io.djong.model.error.InvalidArgument;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the ids in an archive are in the tree that it is packed of or unpacked into: the same, or what a user namespace
 * has for them, where the archive is to say what is seen inside it and this process sees the tree from outside.
 *
 * <p>Besides owners, two kinds of attributes hold ids: access lists (acl(5)) name users and groups, and capabilities of
 * programs (capabilities(7), "Namespaced file capabilities") the root that they are of; in archives they are nobody's,
 * as in the initial namespace.
 */
public final class ArchiveIds {
    public static final ArchiveIds SAME = new ArchiveIds(Optional.empty());

    private static final String CAPABILITY = "security.capability";
    private static final int REVISION_MASK = 0xff00_0000;
    private static final int REVISION_2 = 0x0200_0000;
    private static final int REVISION_3 = 0x0300_0000;
    private static final int SIZE_2 = 20;
    private static final int SIZE_3 = 24;

    private static final String ACL = "system.posix_acl_";
    private static final int ACL_HEADER = 4;
    private static final int ACL_ENTRY = 8;
    private static final int ACL_ID = 4;
    private static final int ACL_USER = 2;
    private static final int ACL_GROUP = 8;

    private final Optional<IdMapping> mapping;

    private ArchiveIds(Optional<IdMapping> mapping) {
        this.mapping = mapping;
    }

    /** Those of a user namespace. */
    public static ArchiveIds inside(IdMapping mapping) {
        return new ArchiveIds(Optional.of(mapping));
    }

    /** Who creates what no archive names. */
    public Owner root() {
        return mapping.map(IdMapping::root).orElse(Owner.ROOT);
    }

    Owner toArchive(Owner owner) {
        return mapping.map(ids -> ids.inside(owner)).orElse(owner);
    }

    /** Who in the tree that is. @throws InvalidArgument if the namespace has nobody of that number */
    public Owner toTree(Owner owner) {
        return mapping.map(ids -> ids.outside(owner).orElseThrow(() -> unknown(owner)))
                .orElse(owner);
    }

    private static InvalidArgument unknown(Owner owner) {
        return new InvalidArgument("Container ID " + owner + " cannot be mapped to a host ID");
    }

    Map<String, byte[]> toArchive(Map<String, byte[]> attributes) {
        return changed(attributes, this::toArchive, ArchiveIds::withoutRoot);
    }

    Map<String, byte[]> toTree(Map<String, byte[]> attributes) {
        return changed(attributes, this::toTree, this::withRoot);
    }

    private Map<String, byte[]> changed(
            Map<String, byte[]> attributes, UnaryOperator<Owner> ids, UnaryOperator<byte[]> capability) {
        if (mapping.isEmpty() || attributes.isEmpty()) {
            return attributes;
        }
        Map<String, byte[]> changed = new LinkedHashMap<>(attributes);
        changed.replaceAll((name, value) -> {
            if (name.equals(CAPABILITY)) {
                return capability.apply(value);
            }
            return name.startsWith(ACL) ? acl(value, ids) : value;
        });
        return changed;
    }

    private static byte[] acl(byte[] value, UnaryOperator<Owner> ids) {
        ByteBuffer entries = ByteBuffer.wrap(value.clone()).order(ByteOrder.LITTLE_ENDIAN);
        for (int entry = ACL_HEADER; entry + ACL_ENTRY <= value.length; entry += ACL_ENTRY) {
            int tag = entries.getShort(entry);
            long id = Integer.toUnsignedLong(entries.getInt(entry + ACL_ID));
            if (tag == ACL_USER) {
                entries.putInt(entry + ACL_ID, (int) ids.apply(new Owner(id, 0)).uid());
            } else if (tag == ACL_GROUP) {
                entries.putInt(entry + ACL_ID, (int) ids.apply(new Owner(0, id)).gid());
            }
        }
        return entries.array();
    }

    /** Of revision 2, which says nothing of a root. */
    private static byte[] withoutRoot(byte[] value) {
        return revision(value) == REVISION_3 && value.length == SIZE_3 ? as(REVISION_2, value, SIZE_2) : value;
    }

    private byte[] withRoot(byte[] value) {
        if (revision(value) != REVISION_2 || value.length != SIZE_2) {
            return value;
        }
        byte[] rooted = as(REVISION_3, value, SIZE_3);
        littleEndian(rooted).putInt(SIZE_2, (int) root().uid());
        return rooted;
    }

    private static int revision(byte[] value) {
        return value.length < Integer.BYTES ? 0 : littleEndian(value).getInt(0) & REVISION_MASK;
    }

    private static byte[] as(int revision, byte[] value, int size) {
        byte[] changed = java.util.Arrays.copyOf(value, size);
        ByteBuffer buffer = littleEndian(changed);
        buffer.putInt(0, (buffer.getInt(0) & ~REVISION_MASK) | revision);
        return changed;
    }

    private static ByteBuffer littleEndian(byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    }
}
