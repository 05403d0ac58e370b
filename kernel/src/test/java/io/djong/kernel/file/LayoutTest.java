package io.djong.kernel.file;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import org.junit.jupiter.api.Test;

/**
 * The offsets that the code uses against the C declarations, field by field. Both machines have the same: 64-bit words,
 * natural alignment, and these structs have no others.
 */
class LayoutTest {
    private static final StructLayout TIME = MemoryLayout.structLayout(
            JAVA_LONG.withName("tv_sec"), JAVA_INT.withName("tv_nsec"), JAVA_INT.withName("reserved"));

    /** linux/stat.h, up to what is read. */
    private static final StructLayout STATX = MemoryLayout.structLayout(
            JAVA_INT.withName("mask"),
            JAVA_INT.withName("blksize"),
            JAVA_LONG.withName("attributes"),
            JAVA_INT.withName("nlink"),
            JAVA_INT.withName("uid"),
            JAVA_INT.withName("gid"),
            JAVA_SHORT.withName("mode"),
            JAVA_SHORT.withName("spare0"),
            JAVA_LONG.withName("ino"),
            JAVA_LONG.withName("size"),
            JAVA_LONG.withName("blocks"),
            JAVA_LONG.withName("attributes_mask"),
            TIME.withName("atime"),
            TIME.withName("btime"),
            TIME.withName("ctime"),
            TIME.withName("mtime"),
            JAVA_INT.withName("rdev_major"),
            JAVA_INT.withName("rdev_minor"),
            JAVA_INT.withName("dev_major"),
            JAVA_INT.withName("dev_minor"),
            MemoryLayout.sequenceLayout(14, JAVA_LONG).withName("rest"));

    /** asm-generic/statfs.h with words of 64 bits. */
    private static final StructLayout STATFS = MemoryLayout.structLayout(
            JAVA_LONG.withName("type"),
            JAVA_LONG.withName("bsize"),
            JAVA_LONG.withName("blocks"),
            JAVA_LONG.withName("bfree"),
            JAVA_LONG.withName("bavail"),
            JAVA_LONG.withName("files"),
            JAVA_LONG.withName("ffree"),
            MemoryLayout.sequenceLayout(2, JAVA_INT).withName("fsid"),
            JAVA_LONG.withName("namelen"),
            JAVA_LONG.withName("frsize"),
            JAVA_LONG.withName("flags"),
            MemoryLayout.sequenceLayout(4, JAVA_LONG).withName("spare"));

    /** linux/dirent.h. */
    private static final StructLayout DIRENT = MemoryLayout.structLayout(
            JAVA_LONG.withName("ino"),
            JAVA_LONG.withName("off"),
            JAVA_SHORT.withName("reclen"),
            JAVA_BYTE.withName("type"),
            JAVA_BYTE.withName("name"));

    private static long offset(StructLayout layout, String field) {
        return layout.byteOffset(groupElement(field));
    }

    @Test
    void statx() {
        assertEquals(STATX.byteSize(), FileStat.SIZE);
        assertEquals(offset(STATX, "attributes"), FileStat.ATTRIBUTES);
        assertEquals(offset(STATX, "nlink"), FileStat.NLINK);
        assertEquals(offset(STATX, "uid"), FileStat.UID);
        assertEquals(offset(STATX, "gid"), FileStat.GID);
        assertEquals(offset(STATX, "mode"), FileStat.MODE);
        assertEquals(offset(STATX, "ino"), FileStat.INO);
        assertEquals(offset(STATX, "size"), FileStat.SIZE_OF_FILE);
        assertEquals(offset(STATX, "blocks"), FileStat.BLOCKS);
        assertEquals(offset(STATX, "atime"), FileStat.ATIME);
        assertEquals(offset(STATX, "ctime"), FileStat.CTIME);
        assertEquals(offset(STATX, "mtime"), FileStat.MTIME);
        assertEquals(offset(STATX, "rdev_major"), FileStat.RDEV_MAJOR);
        assertEquals(offset(STATX, "dev_major"), FileStat.DEV_MAJOR);
    }

    @Test
    void statfs() {
        assertEquals(STATFS.byteSize(), FileSystemStat.SIZE);
        assertEquals(offset(STATFS, "type"), FileSystemStat.TYPE);
        assertEquals(offset(STATFS, "bsize"), FileSystemStat.BSIZE);
        assertEquals(offset(STATFS, "blocks"), FileSystemStat.BLOCKS);
        assertEquals(offset(STATFS, "bfree"), FileSystemStat.BFREE);
        assertEquals(offset(STATFS, "bavail"), FileSystemStat.BAVAIL);
        assertEquals(offset(STATFS, "files"), FileSystemStat.FILES);
        assertEquals(offset(STATFS, "ffree"), FileSystemStat.FFREE);
    }

    @Test
    void directoryRecords() {
        assertEquals(offset(DIRENT, "reclen"), DirectoryReader.RECORD_LENGTH);
        assertEquals(offset(DIRENT, "type"), DirectoryReader.TYPE);
        assertEquals(offset(DIRENT, "name"), DirectoryReader.NAME);
    }

    @Test
    void openHow() {
        StructLayout how = MemoryLayout.structLayout(
                JAVA_LONG.withName("flags"), JAVA_LONG.withName("mode"), JAVA_LONG.withName("resolve"));
        assertEquals(how.byteSize(), Opening.HOW_SIZE);
        assertEquals(offset(how, "flags"), Opening.HOW_FLAGS);
        assertEquals(offset(how, "mode"), Opening.HOW_MODE);
        assertEquals(offset(how, "resolve"), Opening.HOW_RESOLVE);
    }

    @Test
    void deviceNumbersAreEncodedAsTheKernelDoes() {
        assertEquals(0x0103, new DeviceNumber(1, 3).encoded());
        assertEquals(0xfff_fff_ff, new DeviceNumber(0xfff, 0xfffff).encoded());
        assertEquals(0x4930_07e0, new DeviceNumber(7, 300_000).encoded());
    }
}
