package io.djong.store.layer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Archives of any content, honest or not: names and sizes go in as given. */
public final class TarMaker {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int mode = 0644;

    public TarMaker() {}

    public TarMaker mode(int newMode) {
        mode = newMode;
        return this;
    }

    public TarMaker file(String name, String content) {
        return member('0', name, "", content.getBytes(StandardCharsets.UTF_8));
    }

    public TarMaker directory(String name) {
        return member('5', name, "", new byte[0]);
    }

    public TarMaker symlink(String name, String target) {
        return member('2', name, target, new byte[0]);
    }

    public TarMaker hardLink(String name, String target) {
        return member('1', name, target, new byte[0]);
    }

    public TarMaker member(char type, String name, String link, byte[] data) {
        header(type, name, link, data.length);
        return data(data);
    }

    /** One extended header of raw records. */
    public TarMaker pax(byte[]... records) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] record : records) {
            all.writeBytes(record);
        }
        return member('x', "pax", "", all.toByteArray());
    }

    public static byte[] record(String key, byte[] value) {
        int rest = key.getBytes(StandardCharsets.UTF_8).length + value.length + 3;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes((length + " " + key + "=").getBytes(StandardCharsets.UTF_8));
        record.writeBytes(value);
        record.write('\n');
        return record.toByteArray();
    }

    public TarMaker data(byte[] data) {
        out.writeBytes(data);
        out.writeBytes(new byte[-data.length & 511]);
        return this;
    }

    public TarMaker header(char type, String name, String link, long size) {
        byte[] block = new byte[512];
        put(block, 0, 100, name);
        put(block, 100, 8, "%07o".formatted(mode));
        put(block, 108, 8, "0000000");
        put(block, 116, 8, "0000000");
        put(block, 124, 12, "%011o".formatted(size));
        put(block, 136, 12, "%011o".formatted(1_700_000_000L));
        block[156] = (byte) type;
        put(block, 157, 100, link);
        put(block, 257, 8, "ustar\00000");
        put(block, 329, 8, "0000001");
        put(block, 337, 8, "0000003");
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        put(block, 148, 8, "%06o\0 ".formatted(sum));
        out.writeBytes(block);
        return this;
    }

    public byte[] end() {
        out.writeBytes(new byte[1024]);
        return out.toByteArray();
    }

    /** What was written so far, without an end. */
    public byte[] unfinished() {
        return out.toByteArray();
    }

    public static byte[] gzip(byte[] data) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static void put(byte[] block, int at, int length, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, at, Math.min(bytes.length, length));
    }
}
