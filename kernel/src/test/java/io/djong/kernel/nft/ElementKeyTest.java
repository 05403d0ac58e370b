package io.djong.kernel.nft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ElementKeyTest {
    /** The bytes that nft itself sends for {@code tcp . 172.17.0.3 . 9090}, as strace shows them. */
    @Test
    void partsArePaddedToRegisters() {
        byte[] bytes = new ElementKey()
                .protocol(6)
                .ipv4(new byte[] {(byte) 172, 17, 0, 3})
                .port(9090)
                .bytes();
        assertEquals("06000000" + "ac110003" + "23820000", HexFormat.of().formatHex(bytes));
    }
}
