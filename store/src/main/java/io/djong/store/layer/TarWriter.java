package io.djong.store.layer;

import io.djong.kernel.file.FileNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes a tar archive in the PAX format (pax(1)): ustar headers, and before those that cannot say it all, an extended
 * header. The same members give the same bytes. Not closed: {@link #end} writes the trailer.
 */
public final class TarWriter {
    private static final int NAME_MAX = 100;
    private static final long OCTAL_7 = 07777777L;
    private static final long OCTAL_11 = 077777777777L;
    private static final int CHECKSUM = 148;

    private final OutputStream out;
    private long padding;

    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Begins a member; a file's data follows by {@link #data}, exactly as many bytes as its size says. */
    public void add(TarEntry entry) throws IOException {
        byte[] name = FileNames.encode(entry.kind() == TarEntry.Kind.DIRECTORY ? entry.name() + "/" : entry.name());
        byte[] link = FileNames.encode(entry.link());
        SortedMap<String, byte[]> extensions = extensions(entry, name, link);
        if (!extensions.isEmpty()) {
            byte[] records = records(extensions);
            header('x', ascii("PaxHeaders.0/" + shortName(entry)), new byte[0], 0, Instant.EPOCH, records.length, null);
            out.write(records);
            out.write(new byte[pad(records.length)]);
        }
        long size = entry.kind() == TarEntry.Kind.FILE ? entry.size() : 0;
        header(type(entry.kind()), name, link, entry.permissions(), entry.modified(), size, entry);
        padding = pad(size);
    }

    /** Writes some of a file's data. */
    public void data(byte[] from, int length) throws IOException {
        out.write(from, 0, length);
    }

    /** Ends a file's data. */
    public void endData() throws IOException {
        out.write(new byte[(int) padding]);
        padding = 0;
    }

    /** Two empty blocks end the archive. */
    public void end() throws IOException {
        out.write(new byte[2 * TarReader.BLOCK]);
    }

    private static SortedMap<String, byte[]> extensions(TarEntry entry, byte[] name, byte[] link) {
        SortedMap<String, byte[]> records = new TreeMap<>();
        if (name.length > NAME_MAX || !isAscii(name)) {
            records.put("path", name);
        }
        if (link.length > NAME_MAX || !isAscii(link)) {
            records.put("linkpath", link);
        }
        long seconds = entry.modified().getEpochSecond();
        boolean whole = entry.modified().truncatedTo(ChronoUnit.SECONDS).equals(entry.modified());
        if (!whole || seconds < 0 || seconds > OCTAL_11) {
            records.put("mtime", ascii(decimal(entry.modified())));
        }
        putIfAbove(records, "uid", entry.uid(), OCTAL_7);
        putIfAbove(records, "gid", entry.gid(), OCTAL_7);
        putIfAbove(records, "size", entry.size(), OCTAL_11);
        for (Map.Entry<String, byte[]> xattr : entry.xattrs().entrySet()) {
            records.put(PaxRecords.XATTR + xattr.getKey(), xattr.getValue());
        }
        return records;
    }

    private static void putIfAbove(Map<String, byte[]> records, String key, long value, long limit) {
        if (value > limit) {
            records.put(key, ascii(Long.toString(value)));
        }
    }

    /** Seconds with their fraction; before 1970 the fraction still counts upwards in Instant, downwards here. */
    private static String decimal(Instant time) {
        return new java.math.BigDecimal(time.getEpochSecond())
                .add(java.math.BigDecimal.valueOf(time.getNano(), 9))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static byte[] records(SortedMap<String, byte[]> extensions) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        extensions.forEach((key, value) -> {
            byte[] name = FileNames.encode(key);
            int rest = name.length + value.length + 3;
            int length = rest + digits(rest);
            length = rest + digits(length);
            all.writeBytes(ascii(length + " "));
            all.writeBytes(name);
            all.write('=');
            all.writeBytes(value);
            all.write('\n');
        });
        return all.toByteArray();
    }

    private static int digits(int number) {
        return Integer.toString(number).length();
    }

    private void header(
            char type,
            byte[] name,
            byte[] link,
            int permissions,
            Instant modified,
            long size,
            @org.jspecify.annotations.Nullable TarEntry entry)
            throws IOException {
        byte[] block = new byte[TarReader.BLOCK];
        put(block, 0, name);
        octal(block, 100, 7, permissions);
        octal(block, 108, 7, entry == null ? 0 : within(entry.uid(), OCTAL_7));
        octal(block, 116, 7, entry == null ? 0 : within(entry.gid(), OCTAL_7));
        octal(block, 124, 11, within(size, OCTAL_11));
        octal(block, 136, 11, Math.max(0, within(modified.getEpochSecond(), OCTAL_11)));
        block[156] = (byte) type;
        put(block, 157, link);
        put(block, 257, ascii("ustar\00000"));
        octal(block, 329, 7, entry == null ? 0 : entry.device().major());
        octal(block, 337, 7, entry == null ? 0 : entry.device().minor());
        java.util.Arrays.fill(block, CHECKSUM, CHECKSUM + 8, (byte) ' ');
        long sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        octal(block, CHECKSUM, 6, sum);
        block[CHECKSUM + 6] = 0;
        out.write(block);
    }

    /** What does not fit stands in the extended header. */
    private static long within(long value, long limit) {
        return value > limit ? 0 : value;
    }

    private static void put(byte[] block, int at, byte[] text) {
        System.arraycopy(text, 0, block, at, Math.min(text.length, NAME_MAX));
    }

    private static void octal(byte[] block, int at, int digits, long value) {
        String text = Long.toOctalString(value);
        put(block, at, ascii("0".repeat(Math.max(0, digits - text.length())) + text));
    }

    private static char type(TarEntry.Kind kind) {
        return switch (kind) {
            case FILE -> '0';
            case HARD_LINK -> '1';
            case SYMLINK -> '2';
            case CHARACTER_DEVICE -> '3';
            case BLOCK_DEVICE -> '4';
            case DIRECTORY -> '5';
            case FIFO -> '6';
        };
    }

    private static String shortName(TarEntry entry) {
        String name = EntryPaths.name(entry.name());
        StringBuilder plain = new StringBuilder();
        name.chars().limit(80).map(c -> c < 0x20 || c > 0x7e ? '_' : c).forEach(c -> plain.append((char) c));
        return plain.toString();
    }

    private static boolean isAscii(byte[] text) {
        for (byte b : text) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private static int pad(long size) {
        return (int) (-size & (TarReader.BLOCK - 1));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
