package io.djong.kernel.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HeldPortTest {
    @Test
    void anIpv4AddressHasSixteenBytes() {
        byte[] address = HeldPort.v4(InetAddress.ofLiteral("192.0.2.1"), 8080);
        assertEquals(16, address.length);
        assertEquals(2, ByteBuffer.wrap(address).order(ByteOrder.nativeOrder()).getShort(0));
        assertEquals(8080, ByteBuffer.wrap(address).getShort(2));
        assertArrayEquals(new byte[] {(byte) 192, 0, 2, 1}, Arrays.copyOfRange(address, 4, 8));
    }

    @Test
    void anIpv6AddressHasTwentyEightBytesAndComesAfterTheFlowLabel() {
        byte[] address = HeldPort.v6(InetAddress.ofLiteral("2001:db8::1"), 8080);
        assertEquals(28, address.length);
        assertEquals(10, ByteBuffer.wrap(address).order(ByteOrder.nativeOrder()).getShort(0));
        assertEquals(8080, ByteBuffer.wrap(address).getShort(2));
        assertEquals(0, ByteBuffer.wrap(address).getInt(4));
        assertEquals(0x20, address[8]);
        assertEquals(1, address[23]);
    }
}
