package io.djong.cli.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads an archive: ustar with the headers of pax and those of GNU for long names. */
final class TarInput {
    private static final int BLOCK = TarOutput.BLOCK;

    /** Longer names than a kernel takes are no names. */
    private static final int MOST_EXTENSION = 1 << 20;

    private final InputStream in;

    /** What is left of the content of the member read last, and the blanks after it. */
    private long left;

    private long padding;

    TarInput(InputStream in) {
        this.in = in;
    }

    /** The next member; whatever of the last one's content was not read is passed over. Empty at the end. */
    Optional<Member> next() throws IOException {
        Map<String, String> more = new HashMap<>();
        while (true) {
            in.skipNBytes(left + padding);
            byte[] block = in.readNBytes(BLOCK);
            if (block.length < BLOCK || isBlank(block)) {
                left = 0;
                padding = 0;
                return Optional.empty();
            }
            check(block);
            char flag = (char) block[156];
            long size = number(block, 124, 12);
            content(size);
            switch (flag) {
                case 'x' -> pax(extension(), more);
                case 'g' -> extension();
                case 'L' -> more.put("path", text(extension()));
                case 'K' -> more.put("linkpath", text(extension()));
                default -> {
                    return Optional.of(member(block, flag, size, more));
                }
            }
        }
    }

    private Member member(byte[] block, char flag, long size, Map<String, String> more) throws IOException {
        Member.Kind kind = Member.Kind.of(flag);
        long whole = more.containsKey("size") ? number(more.getOrDefault("size", "")) : size;
        content(whole);
        String prefix = text(block, 345, 155);
        String name = text(block, 0, 100);
        boolean ustar = text(block, 257, 6).startsWith("ustar") && block[262] == 0;
        long seconds = number(block, 136, 12);
        return new Member(
                more.getOrDefault("path", ustar && !prefix.isEmpty() ? prefix + "/" + name : name),
                kind,
                new Member.Attributes(
                        (int) number(block, 100, 8) & 07777,
                        (int) (more.containsKey("uid") ? number(more.getOrDefault("uid", "")) : number(block, 108, 8)),
                        (int) (more.containsKey("gid") ? number(more.getOrDefault("gid", "")) : number(block, 116, 8)),
                        time(more.getOrDefault("mtime", Long.toString(seconds)))),
                kind == Member.Kind.FILE ? whole : 0,
                more.getOrDefault("linkpath", text(block, 157, 100)));
    }

    /** The content of the member read last. */
    InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (left == 0) {
                    return -1;
                }
                int count = in.read(target, offset, (int) Math.min(length, left));
                if (count < 0) {
                    throw new EOFException("the archive ends within a file");
                }
                left -= count;
                return count;
            }
        };
    }

    private void content(long size) throws IOException {
        if (size < 0) {
            throw new IOException("the archive is malformed");
        }
        left = size;
        padding = (BLOCK - size % BLOCK) % BLOCK;
    }

    private byte[] extension() throws IOException {
        if (left > MOST_EXTENSION) {
            throw new IOException("the archive has a name of " + left + " bytes");
        }
        byte[] bytes = content().readAllBytes();
        in.skipNBytes(padding);
        padding = 0;
        return bytes;
    }

    /** Records of the form {@code 30 path=…\n}. */
    private static void pax(byte[] records, Map<String, String> more) throws IOException {
        int at = 0;
        while (at < records.length) {
            int blank = at;
            while (blank < records.length && records[blank] != ' ') {
                blank++;
            }
            long length = number(new String(records, at, blank - at, StandardCharsets.US_ASCII));
            long end = at + length;
            if (length < blank - at + 2 || end > records.length) {
                throw new IOException("the archive is malformed");
            }
            String record = new String(records, blank + 1, (int) (end - blank - 2), StandardCharsets.UTF_8);
            int equals = record.indexOf('=');
            if (equals > 0) {
                more.put(record.substring(0, equals), record.substring(equals + 1));
            }
            at = (int) end;
        }
    }

    private static FileTime time(String seconds) throws IOException {
        int dot = seconds.indexOf('.');
        long whole = number(dot < 0 ? seconds : seconds.substring(0, dot));
        String fraction = dot < 0 ? "" : seconds.substring(dot + 1);
        long nanos = fraction.isEmpty() ? 0 : number((fraction + "000000000").substring(0, 9));
        try {
            return FileTime.from(Instant.ofEpochSecond(whole, nanos));
        } catch (java.time.DateTimeException | ArithmeticException e) {
            throw new IOException("the archive has a time that is none: " + seconds, e);
        }
    }

    private static void check(byte[] block) throws IOException {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : Byte.toUnsignedInt(block[i]);
        }
        if (sum != number(block, 148, 8)) {
            throw new IOException("this is no tar archive");
        }
    }

    private static boolean isBlank(byte[] block) {
        for (byte each : block) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    /** Octal digits, or, where the first bit says so, a binary number. */
    private static long number(byte[] block, int offset, int length) throws IOException {
        if (block[offset] < 0) {
            long value = block[offset] & 0x3f;
            for (int i = 1; i < length; i++) {
                value = value << 8 | Byte.toUnsignedInt(block[offset + i]);
            }
            return value;
        }
        String digits = text(block, offset, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("this is no tar archive", e);
        }
    }

    private static long number(String digits) throws IOException {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new IOException("the archive is malformed", e);
        }
    }

    private static String text(byte[] bytes) {
        return text(bytes, 0, bytes.length);
    }

    private static String text(byte[] block, int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return new String(block, offset, end - offset, StandardCharsets.UTF_8);
    }
}
