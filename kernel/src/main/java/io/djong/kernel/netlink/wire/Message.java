package io.djong.kernel.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A received netlink message. The kernel is trusted, but lengths are checked all the same: a short read must not
 * become an endless loop.
 *
 * @param payload what follows the header, in the host's byte order
 */
public record Message(int type, int flags, int sequence, ByteBuffer payload) {
    public static final int ERROR = 2;
    public static final int DONE = 3;
    public static final int FLAG_DUMP_INTERRUPTED = 0x10;
    /** On an error: the request's payload is left out. */
    static final int FLAG_CAPPED = 0x100;
    /** On an error: attributes with an explanation follow. */
    static final int FLAG_ACK_TLVS = 0x200;

    /** Splits what one receive returned into its messages. */
    public static List<Message> parse(byte[] datagram) {
        ByteBuffer in = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
        List<Message> messages = new ArrayList<>();
        while (in.remaining() >= MessageWriter.HEADER) {
            int start = in.position();
            int length = in.getInt(start);
            if (length < MessageWriter.HEADER || length > in.remaining()) {
                throw new IllegalStateException("netlink message of " + length + " bytes in " + in.remaining());
            }
            ByteBuffer payload = in.slice(start + MessageWriter.HEADER, length - MessageWriter.HEADER)
                    .order(ByteOrder.nativeOrder());
            messages.add(new Message(
                    in.getShort(start + 4) & 0xffff, in.getShort(start + 6) & 0xffff, in.getInt(start + 8), payload));
            in.position(Math.min(start + aligned(length), in.limit()));
        }
        return messages;
    }

    /** The attributes after a fixed part of so many bytes. */
    public Attributes attributes(int fixedPart) {
        return Attributes.parse(payload, aligned(fixedPart));
    }

    static int aligned(int length) {
        return (length + 3) & ~3;
    }
}
