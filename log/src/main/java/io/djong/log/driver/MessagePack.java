package io.djong.log.driver;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** The few types of MessagePack that Fluentd's forward protocol takes to send a record and to acknowledge it. */
final class MessagePack {
    private static final int SHORT = 32;
    private static final int FEW = 16;
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    int size() {
        return out.size();
    }

    byte[] take() {
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }

    MessagePack array(int count) {
        out.write(0x90 | count);
        return this;
    }

    MessagePack map(int count) {
        if (count < FEW) {
            out.write(0x80 | count);
        } else {
            out.write(0xde);
            number(count, Short.BYTES);
        }
        return this;
    }

    MessagePack text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return text(bytes, bytes.length);
    }

    MessagePack text(byte[] bytes, int length) {
        if (length < SHORT) {
            out.write(0xa0 | length);
        } else if (length <= 0xff) {
            out.write(0xd9);
            number(length, Byte.BYTES);
        } else if (length <= 0xffff) {
            out.write(0xda);
            number(length, Short.BYTES);
        } else {
            out.write(0xdb);
            number(length, Integer.BYTES);
        }
        out.write(bytes, 0, length);
        return this;
    }

    MessagePack entries(Map<String, String> map) {
        map.forEach((key, value) -> text(key).text(value));
        return this;
    }

    /** Seconds since 1970, or Fluentd's EventTime, which is to the nanosecond. */
    MessagePack time(Instant time, boolean precise) {
        if (precise) {
            out.write(0xd7);
            out.write(0);
            number(time.getEpochSecond(), Integer.BYTES);
            number(time.getNano(), Integer.BYTES);
        } else {
            out.write(0xd3);
            number(time.getEpochSecond(), Long.BYTES);
        }
        return this;
    }

    private void number(long value, int bytes) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >> shift));
        }
    }

    /** Reads {@code {"ack": "…"}} and gives what is acknowledged. */
    static String acknowledgement(DataInputStream in) throws IOException {
        if (in.readUnsignedByte() != (0x80 | 1) || !readText(in).equals("ack")) {
            throw new IOException("not an acknowledgement");
        }
        return readText(in);
    }

    private static String readText(DataInputStream in) throws IOException {
        int tag = in.readUnsignedByte();
        int length = switch (tag) {
            case 0xd9, 0xc4 -> in.readUnsignedByte();
            case 0xda, 0xc5 -> in.readUnsignedShort();
            default -> {
                if ((tag & 0xe0) != 0xa0) {
                    throw new IOException("not an acknowledgement");
                }
                yield tag & 0x1f;
            }
        };
        byte[] bytes = new byte[Math.min(length, LONGEST_ANSWER)];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
