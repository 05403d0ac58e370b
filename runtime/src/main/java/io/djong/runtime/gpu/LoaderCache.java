package io.djong.runtime.gpu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the dynamic loader finds libraries: {@code /etc/ld.so.cache}, in the format that glibc calls 1.1, which the
 * older one may stand before (glibc's {@code dl-cache.h}).
 */
final class LoaderCache {
    private static final String MAGIC = "glibc-ld.so.cache1.1";
    private static final int COUNT = 20;
    private static final int HEADER = 48;
    private static final int ENTRY = 24;
    private static final int MACHINE = 0xff00;

    private final ByteBuffer cache;

    private LoaderCache(ByteBuffer cache) {
        this.cache = cache;
    }

    /** Reads one; an empty one where there is none or it has another format. */
    static LoaderCache read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            int begin = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(MAGIC);
            int from = begin < 0 ? bytes.length : begin;
            return new LoaderCache(
                    ByteBuffer.wrap(bytes, from, bytes.length - from).slice().order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            return new LoaderCache(ByteBuffer.allocate(0));
        }
    }

    /**
     * The file of a library.
     *
     * @param machine what the upper byte of an entry's flags says of the machine that the library is for
     */
    Optional<String> find(String library, int machine) {
        try {
            int count = cache.capacity() < HEADER ? 0 : cache.getInt(COUNT);
            for (int i = 0; i < count; i++) {
                int entry = HEADER + i * ENTRY;
                if ((cache.getInt(entry) & MACHINE) == machine
                        && text(cache.getInt(entry + 4)).equals(library)) {
                    return Optional.of(text(cache.getInt(entry + 8)));
                }
            }
            return Optional.empty();
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty(); // not what it says it is
        }
    }

    private String text(int offset) {
        int end = offset;
        while (cache.get(end) != 0) {
            end++;
        }
        return new String(cache.array(), cache.arrayOffset() + offset, end - offset, StandardCharsets.UTF_8);
    }
}
