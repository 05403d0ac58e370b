package io.djong.store.layer;

import io.djong.model.error.InvalidArgument;
import io.djong.store.layer.TarEntry.Extent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Where the data of a sparse file goes (GNU tar manual, "Storing Sparse Files"). */
final class SparseMap {
    private static final int MAX_EXTENTS = 1 << 16;

    private SparseMap() {}

    /** Format 1.0: decimal numbers, a line each, at the start of the data, padded to a whole block. */
    static List<Extent> read(TarReader.BlockSource data) throws IOException {
        Numbers numbers = new Numbers(data);
        long count = numbers.next();
        if (count > MAX_EXTENTS) {
            throw invalid();
        }
        List<Extent> extents = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            extents.add(new Extent(numbers.next(), numbers.next()));
        }
        return extents;
    }

    /** Format 0.1: numbers with commas between. */
    static List<Extent> parse(String map) {
        String[] numbers = map.split(",", 2 * MAX_EXTENTS + 2);
        if (numbers.length % 2 != 0 || numbers.length > 2 * MAX_EXTENTS) {
            throw invalid();
        }
        List<Extent> extents = new ArrayList<>();
        for (int i = 0; i < numbers.length; i += 2) {
            extents.add(new Extent(number(numbers[i]), number(numbers[i + 1])));
        }
        return extents;
    }

    /** Extents must ascend, not overlap, lie within the file, and take up exactly the data that is stored. */
    static void check(List<Extent> extents, long size, long stored) {
        long end = 0;
        long data = 0;
        for (Extent extent : extents) {
            boolean fits = extent.offset() >= end && extent.length() >= 0 && extent.offset() <= size - extent.length();
            if (!fits) {
                throw invalid();
            }
            end = extent.offset() + extent.length();
            data += extent.length();
        }
        if (data != stored) {
            throw invalid();
        }
    }

    static long number(String digits) {
        try {
            long number = Long.parseLong(digits);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InvalidArgument(invalid().message(), e);
        }
        throw invalid();
    }

    static InvalidArgument invalid() {
        return new InvalidArgument("invalid tar header: bad map of a sparse file");
    }

    private static final class Numbers {
        private static final int MAX_DIGITS = 20;
        private final TarReader.BlockSource data;
        private final byte[] block = new byte[TarReader.BLOCK];
        private int at = TarReader.BLOCK;

        Numbers(TarReader.BlockSource data) {
            this.data = data;
        }

        long next() throws IOException {
            StringBuilder digits = new StringBuilder();
            while (true) {
                if (at == block.length) {
                    data.read(block);
                    at = 0;
                }
                char c = (char) block[at++];
                if (c == '\n') {
                    return number(digits.toString());
                }
                if (digits.append(c).length() > MAX_DIGITS) {
                    throw invalid();
                }
            }
        }
    }
}
