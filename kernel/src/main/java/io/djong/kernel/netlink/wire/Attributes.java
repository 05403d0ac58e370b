package io.djong.kernel.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The attributes of a message or of a nested attribute, in order; of several of one type the last counts. */
public final class Attributes {
    private static final int TYPE_MASK = 0x3fff;

    private final List<Attribute> all;

    private record Attribute(int type, ByteBuffer value) {}

    private Attributes(List<Attribute> all) {
        this.all = all;
    }

    static Attributes parse(ByteBuffer in, int offset) {
        List<Attribute> all = new ArrayList<>();
        int at = offset;
        while (at + 4 <= in.limit()) {
            int length = in.getShort(at) & 0xffff;
            if (length < 4 || at + length > in.limit()) {
                break;
            }
            all.add(new Attribute(
                    in.getShort(at + 2) & TYPE_MASK,
                    in.slice(at + 4, length - 4).order(ByteOrder.nativeOrder())));
            at += Message.aligned(length);
        }
        return new Attributes(all);
    }

    public boolean has(int type) {
        return value(type).isPresent();
    }

    public Optional<byte[]> bytes(int type) {
        return value(type).map(Attributes::copy);
    }

    /** A text, up to its NUL; empty where the attribute is absent. */
    public String text(int type) {
        byte[] bytes = bytes(type).orElse(new byte[0]);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** A number in the host's order; the fallback where the attribute is absent. */
    public int int32(int type, int fallback) {
        return value(type).filter(v -> v.remaining() >= 4).map(v -> v.getInt(0)).orElse(fallback);
    }

    /** A single byte; the fallback where the attribute is absent. */
    public int int8(int type, int fallback) {
        return value(type)
                .filter(ByteBuffer::hasRemaining)
                .map(v -> v.get(0) & 255)
                .orElse(fallback);
    }

    /** A nested attribute; empty where it is absent. */
    public Attributes nested(int type) {
        return value(type).map(v -> parse(v, 0)).orElse(new Attributes(List.of()));
    }

    /** Every nested attribute of the type, in order: the form of lists. */
    public List<Attributes> list(int type) {
        return all.stream()
                .filter(a -> a.type == type)
                .map(a -> parse(a.value, 0))
                .toList();
    }

    private Optional<ByteBuffer> value(int type) {
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).type == type) {
                return Optional.of(all.get(i).value);
            }
        }
        return Optional.empty();
    }

    private static byte[] copy(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(value.position(), bytes);
        return bytes;
    }
}
