package io.djong.model.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "1024, 1024",
        "1k, 1024",
        "1KB, 1024",
        "2MiB, 2097152",
        "1.5g, 1610612736",
        "0, 0",
        "10b, 10",
        "1 m, 1048576"
    })
    void memoryIsToBase1024(String text, long bytes) {
        assertEquals(bytes, ByteSize.parseBinary(text).orElseThrow());
    }

    @Test
    void filesAreToBase1000() {
        assertEquals(10_000_000, ByteSize.parseDecimal("10m").orElseThrow());
        assertEquals(1_500, ByteSize.parseDecimal("1.5KiB").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1x", "m", "1mm", "1bb", "1kbb", "", "1.2.3", "-1", "-1k", "9999999p", "NaN"})
    void whatIsNoSizeIsRefused(String text) {
        assertTrue(ByteSize.parseBinary(text).isEmpty());
        assertTrue(ByteSize.parseDecimal(text).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "999, 999B",
        "1000, 1kB",
        "4261550, 4.26MB",
        "12000000, 12MB",
        "123456789, 123MB",
        "1234567890, 1.23GB"
    })
    void decimalSizesHaveAsManyDigitsAsAskedFor(long bytes, String text) {
        assertEquals(text, ByteSize.decimal(bytes, 3));
        assertEquals("31.37MB", ByteSize.decimal(31_366_757, 4));
    }

    @ParameterizedTest
    @CsvSource({"1024, 1KiB", "25276669952, 23.54GiB"})
    void binarySizesHaveFourDigits(long bytes, String text) {
        assertEquals(text, ByteSize.binary(bytes));
    }
}
