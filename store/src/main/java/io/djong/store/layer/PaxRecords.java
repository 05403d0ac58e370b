package io.djong.store.layer;

import io.djong.kernel.file.FileNames;
import io.djong.model.error.InvalidArgument;
import io.djong.store.layer.TarEntry.Extent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records of an extended header: {@code <length> <key>=<value>\n} each, values being bytes (pax(1)).
 *
 * <p>A record without a value takes an earlier one back. Only the two keys of GNU's sparse format 0.0 may come often.
 */
final class PaxRecords {
    static final String XATTR = "SCHILY.xattr.";
    static final PaxRecords NONE = new PaxRecords(Map.of(), List.of());

    private static final int MAX_NUMBER = 40;

    private final Map<String, byte[]> records;
    private final List<Extent> extents;

    private PaxRecords(Map<String, byte[]> records, List<Extent> extents) {
        this.records = records;
        this.extents = extents;
    }

    /** @throws InvalidArgument if the records break the rules */
    static PaxRecords parse(byte[] data) {
        Map<String, byte[]> records = new HashMap<>();
        List<Extent> extents = new ArrayList<>();
        String offset = "";
        for (int at = 0; at < data.length && data[at] != 0; ) {
            int space = indexOf(data, at, (byte) ' ');
            int end = at + length(data, at, space);
            int equals = indexOf(data, space + 1, (byte) '=');
            if (end > data.length || equals >= end || data[end - 1] != '\n') {
                throw invalid();
            }
            String key = FileNames.decode(Arrays.copyOfRange(data, space + 1, equals));
            byte[] value = Arrays.copyOfRange(data, equals + 1, end - 1);
            requireNoNul(key);
            switch (key) {
                case "GNU.sparse.offset" -> offset = ascii(value);
                case "GNU.sparse.numbytes" ->
                    extents.add(new Extent(SparseMap.number(offset), SparseMap.number(ascii(value))));
                default -> records.put(key, value);
            }
            at = end;
        }
        return new PaxRecords(records, extents);
    }

    private static int length(byte[] data, int at, int space) {
        try {
            int length = Integer.parseInt(new String(data, at, space - at, StandardCharsets.ISO_8859_1));
            if (length > space - at + 2 && length <= data.length - at) {
                return length;
            }
        } catch (NumberFormatException e) {
            throw new InvalidArgument(invalid().message(), e);
        }
        throw invalid();
    }

    private static int indexOf(byte[] data, int from, byte wanted) {
        for (int i = from; i < data.length; i++) {
            if (data[i] == wanted) {
                return i;
            }
        }
        throw invalid();
    }

    /** A name; empty if there is no such record, or it was taken back. */
    Optional<String> text(String key) {
        byte[] value = records.get(key);
        if (value == null || value.length == 0) {
            return Optional.empty();
        }
        String text = FileNames.decode(value);
        requireNoNul(text);
        return Optional.of(text);
    }

    /** The kernel would take the name to end there. */
    private static void requireNoNul(String text) {
        if (text.indexOf('\0') >= 0) {
            throw invalid();
        }
    }

    Optional<Long> number(String key) {
        return text(key).map(digits -> {
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException e) {
                throw new InvalidArgument(invalid().message(), e);
            }
        });
    }

    /** Seconds, with a fraction of which nine digits count. */
    Optional<Instant> time(String key) {
        return text(key).map(digits -> {
            if (digits.length() > MAX_NUMBER || digits.indexOf('e') >= 0 || digits.indexOf('E') >= 0) {
                throw invalid();
            }
            try {
                BigDecimal seconds = new BigDecimal(digits);
                BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
                long nanos = seconds.subtract(whole).movePointRight(9).longValue();
                return TarReader.time(whole.longValueExact(), nanos);
            } catch (ArithmeticException | NumberFormatException e) {
                throw new InvalidArgument(invalid().message(), e);
            }
        });
    }

    /** Extended attributes by name, as star and all container tools write them. */
    Map<String, byte[]> xattrs() {
        Map<String, byte[]> xattrs = new LinkedHashMap<>();
        records.forEach((key, value) -> {
            if (key.startsWith(XATTR)) {
                xattrs.put(key.substring(XATTR.length()), value);
            }
        });
        return xattrs;
    }

    boolean isSparse() {
        return hasMapInData() || records.containsKey("GNU.sparse.map") || !extents.isEmpty();
    }

    boolean hasMapInData() {
        return text("GNU.sparse.major").filter("1"::equals).isPresent()
                && text("GNU.sparse.minor").filter("0"::equals).isPresent();
    }

    /** The map of the formats 0.0 and 0.1. */
    List<Extent> sparseMap() {
        return extents.isEmpty() ? SparseMap.parse(text("GNU.sparse.map").orElseThrow(SparseMap::invalid)) : extents;
    }

    /** The size of a sparse file once unpacked. */
    long realSize() {
        return number("GNU.sparse.realsize").or(() -> number("GNU.sparse.size")).orElseThrow(SparseMap::invalid);
    }

    Optional<String> sparseName() {
        return text("GNU.sparse.name");
    }

    private static String ascii(byte[] value) {
        return new String(value, StandardCharsets.ISO_8859_1);
    }

    private static InvalidArgument invalid() {
        return new InvalidArgument("invalid tar header: bad extended header");
    }
}
