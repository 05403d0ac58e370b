package io.djong.kernel.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes netlink messages, one after the other, into one buffer: headers, fixed parts and attributes, each aligned to
 * four bytes (netlink(7), rtnetlink(7)). Numbers are in the host's order, save where a method says otherwise.
 */
public final class MessageWriter {
    /** The size of struct nlmsghdr. */
    public static final int HEADER = 16;

    private static final int NESTED = 0x8000;

    private ByteBuffer buffer;
    private int messageStart = -1;

    public MessageWriter() {
        buffer = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());
    }

    /** Begins a message; the one before it must have been ended. */
    public MessageWriter begin(int type, int flags, int sequence) {
        if (messageStart >= 0) {
            throw new IllegalStateException("the message before is not ended");
        }
        messageStart = buffer.position();
        return int32(0).int16(type).int16(flags).int32(sequence).int32(0);
    }

    /** Ends a message: its length goes into its header. */
    public MessageWriter end() {
        buffer.putInt(messageStart, buffer.position() - messageStart);
        messageStart = -1;
        return this;
    }

    public MessageWriter int8(int value) {
        room(1).put((byte) value);
        return this;
    }

    public MessageWriter int16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    public MessageWriter int32(int value) {
        room(4).putInt(value);
        return this;
    }

    public MessageWriter bytes(byte[] value) {
        room(value.length).put(value);
        return this;
    }

    public MessageWriter attribute(int type, byte[] value) {
        int16(4 + value.length).int16(type).bytes(value);
        return align();
    }

    public MessageWriter attribute8(int type, int value) {
        int16(5).int16(type).int8(value);
        return align();
    }

    public MessageWriter attribute32(int type, int value) {
        return int16(8).int16(type).int32(value);
    }

    /** A text with its NUL. */
    public MessageWriter attribute(int type, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return attribute(type, Arrays.copyOf(text, text.length + 1));
    }

    /** Begins a nested attribute; what is written until {@link #close} is its content. @return the mark to close it by */
    public int open(int type) {
        int mark = buffer.position();
        int16(0).int16(type);
        return mark;
    }

    /** Like {@link #open}, with the flag that netfilter wants on nested attributes. */
    public int openFlagged(int type) {
        return open(type | NESTED);
    }

    public MessageWriter close(int mark) {
        buffer.putShort(mark, (short) (buffer.position() - mark));
        return this;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private MessageWriter align() {
        while (buffer.position() % 4 != 0) {
            int8(0);
        }
        return this;
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int capacity = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
            buffer =
                    ByteBuffer.allocate(capacity).order(ByteOrder.nativeOrder()).put(buffer.flip());
        }
        return buffer;
    }
}
