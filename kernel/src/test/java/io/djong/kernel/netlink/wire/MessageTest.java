package io.djong.kernel.netlink.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTest {
    @Test
    void headerHasSixteenBytesWithTheLengthInFront() {
        byte[] message = new MessageWriter().begin(0x10, 5, 7).int32(1).end().toByteArray();
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
        assertEquals(20, message.length);
        assertEquals(20, in.getInt(0));
        assertEquals(0x10, in.getShort(4));
        assertEquals(5, in.getShort(6));
        assertEquals(7, in.getInt(8));
        assertEquals(0, in.getInt(12));
    }

    @Test
    void attributesArePaddedButTheirLengthIsNot() {
        MessageWriter out = new MessageWriter().begin(1, 0, 1).attribute(3, "eth0");
        byte[] message = out.attribute8(5, 9).end().toByteArray();
        String attributes = HexFormat.of().formatHex(message, MessageWriter.HEADER, message.length);
        String text = "0900" + "0300" + "6574683000" + "000000";
        assertEquals(text + "0500" + "0500" + "09" + "000000", attributes);
    }

    @Test
    void whatIsWrittenIsRead() {
        MessageWriter out = new MessageWriter().begin(1, 0, 1).bytes(new byte[8]);
        out.attribute(1, "name").attribute32(2, 0x01020304);
        int nest = out.open(3);
        out.attribute(1, new byte[] {1, 2, 3});
        out.close(nest).end();
        out.begin(2, 0, 2).end();
        List<Message> messages = Message.parse(out.toByteArray());
        assertEquals(2, messages.size());
        assertEquals(2, messages.get(1).sequence());
        Attributes attributes = messages.getFirst().attributes(8);
        assertEquals("name", attributes.text(1));
        assertEquals(0x01020304, attributes.int32(2, 0));
        assertArrayEquals(new byte[] {1, 2, 3}, attributes.nested(3).bytes(1).orElseThrow());
        assertFalse(attributes.has(9));
    }

    @Test
    void aBufferGrowsWithItsContent() {
        MessageWriter out = new MessageWriter();
        for (int i = 0; i < 1000; i++) {
            out.begin(1, 0, i).attribute(1, "some longer text " + i).end();
        }
        assertEquals(1000, Message.parse(out.toByteArray()).size());
    }

    @Test
    void aMessageThatClaimsMoreThanThereIsIsRefused() {
        byte[] message = new MessageWriter().begin(1, 0, 1).end().toByteArray();
        ByteBuffer.wrap(message).order(ByteOrder.nativeOrder()).putInt(0, 4096);
        assertThrows(IllegalStateException.class, () -> Message.parse(message));
    }

    @Test
    void answersCarryTheKernelsExplanation() {
        MessageWriter out = new MessageWriter().begin(Message.ERROR, Message.FLAG_ACK_TLVS | Message.FLAG_CAPPED, 3);
        out.int32(-17).bytes(new byte[MessageWriter.HEADER]).attribute(1, "no such bridge");
        Message message = Message.parse(out.end().toByteArray()).getFirst();
        assertEquals(new NetlinkSocket.Answer(3, 17, "no such bridge"), NetlinkSocket.answer(message));
    }
}
