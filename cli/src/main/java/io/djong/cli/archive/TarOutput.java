package io.djong.cli.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Writes an archive: ustar, with a pax header where a value does not fit. */
final class TarOutput {
    static final int BLOCK = 512;

    private static final int NAME = 100;
    private static final long MOST_OCTAL = 1L << 33; // eleven digits
    private static final int MOST_ID = 1 << 21; // seven digits

    private final OutputStream out;

    TarOutput(OutputStream out) {
        this.out = out;
    }

    /** Writes a member whose content, of exactly its size, is read from the stream. */
    void add(Member member, InputStream content) throws IOException {
        byte[] more = pax(member);
        if (more.length > 0) {
            header("pax", 'x', more.length, member);
            out.write(more);
            pad(more.length);
        }
        header(member.name(), member.kind().flag(), member.size(), member);
        long copied = copy(content, member.size());
        if (copied < member.size()) {
            throw new IOException(member.name() + " became shorter while it was read");
        }
        pad(member.size());
    }

    private long copy(InputStream content, long size) throws IOException {
        byte[] buffer = new byte[32 * 1024];
        long done = 0;
        while (done < size) {
            int count = content.read(buffer, 0, (int) Math.min(buffer.length, size - done));
            if (count < 0) {
                break;
            }
            out.write(buffer, 0, count);
            done += count;
        }
        return done;
    }

    /** Ends the archive; the stream stays open. */
    void finish() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }

    private static byte[] pax(Member member) {
        StringBuilder records = new StringBuilder();
        if (bytes(member.name()).length > NAME) {
            record(records, "path", member.name());
        }
        if (bytes(member.link()).length > NAME) {
            record(records, "linkpath", member.link());
        }
        if (member.size() >= MOST_OCTAL) {
            record(records, "size", Long.toString(member.size()));
        }
        if (member.attributes().owner() >= MOST_ID) {
            record(records, "uid", Integer.toString(member.attributes().owner()));
        }
        if (member.attributes().group() >= MOST_ID) {
            record(records, "gid", Integer.toString(member.attributes().group()));
        }
        return bytes(records.toString());
    }

    /** {@code 30 path=…}: the number counts itself too. */
    private static void record(StringBuilder records, String key, String value) {
        int rest = bytes(" " + key + "=" + value + "\n").length;
        int length = rest + Integer.toString(rest).length();
        if (Integer.toString(length).length() + rest > length) {
            length++;
        }
        records.append(length).append(' ').append(key).append('=').append(value).append('\n');
    }

    private void header(String name, char flag, long size, Member member) throws IOException {
        byte[] block = new byte[BLOCK];
        put(block, 0, NAME, bytes(name));
        octal(block, 100, 8, member.attributes().mode());
        octal(block, 108, 8, Math.min(member.attributes().owner(), MOST_ID - 1));
        octal(block, 116, 8, Math.min(member.attributes().group(), MOST_ID - 1));
        octal(block, 124, 12, Math.min(size, MOST_OCTAL - 1));
        octal(block, 136, 12, Math.clamp(member.attributes().modified().to(TimeUnit.SECONDS), 0, MOST_OCTAL - 1));
        Arrays.fill(block, 148, 156, (byte) ' ');
        block[156] = (byte) flag;
        put(block, 157, NAME, bytes(member.link()));
        put(block, 257, 8, bytes("ustar\00000"));
        int sum = 0;
        for (byte each : block) {
            sum += Byte.toUnsignedInt(each);
        }
        octal(block, 148, 7, sum);
        out.write(block);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(byte[] block, int offset, int room, byte[] bytes) {
        System.arraycopy(bytes, 0, block, offset, Math.min(room, bytes.length));
    }

    private static void octal(byte[] block, int offset, int room, long value) {
        String digits = Long.toOctalString(value);
        put(block, offset, room - 1, bytes("0".repeat(Math.max(0, room - 1 - digits.length())) + digits));
    }

    private void pad(long size) throws IOException {
        int over = (int) (size % BLOCK);
        if (over > 0) {
            out.write(new byte[BLOCK - over]);
        }
    }
}
