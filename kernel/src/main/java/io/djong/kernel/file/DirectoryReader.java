package io.djong.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.djong.kernel.ffi.ByteText;
import io.djong.kernel.ffi.Scratch;
import io.djong.kernel.ffi.Syscall;
import io.djong.kernel.ffi.Sysno;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** getdents64(2): struct linux_dirent64, one after the other, each with its own length. */
final class DirectoryReader {
    static final int RECORD_LENGTH = 16;
    static final int TYPE = 18;
    static final int NAME = 19;

    private DirectoryReader() {}

    static List<DirectoryEntry> read(Directory directory) {
        List<DirectoryEntry> entries = new ArrayList<>();
        // The position belongs to the open directory: two readers at once would share it.
        synchronized (directory) {
            try (Scratch scratch = Scratch.takeWithData()) {
                directory.require(Syscall.raw(Sysno.LSEEK, directory.number(), 0, 0), "rewind");
                MemorySegment data = scratch.data();
                for (; ; ) {
                    long read = Syscall.raw(Sysno.GETDENTS64, directory.number(), data.address(), data.byteSize());
                    directory.require(read, "readdir");
                    if (read == 0) {
                        return entries;
                    }
                    parse(data.asSlice(0, read), entries);
                }
            }
        }
    }

    static void parse(MemorySegment records, List<DirectoryEntry> entries) {
        for (long at = 0; at < records.byteSize(); ) {
            int length = Short.toUnsignedInt(records.get(JAVA_SHORT, at + RECORD_LENGTH));
            String name = name(records, at + NAME, length - NAME);
            if (!name.equals(".") && !name.equals("..")) {
                entries.add(new DirectoryEntry(name, FileType.ofEntry(records.get(JAVA_BYTE, at + TYPE))));
            }
            at += length;
        }
    }

    private static String name(MemorySegment records, long at, int room) {
        byte[] bytes = new byte[room];
        MemorySegment.copy(records, JAVA_BYTE, at, bytes, 0, room);
        int end = 0;
        while (end < room && bytes[end] != 0) {
            end++;
        }
        return ByteText.decode(bytes, 0, end);
    }
}
