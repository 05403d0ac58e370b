package io.djong.cli.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnitsTest {
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
    void sizesHaveThreeDigits(long bytes, String text) {
        assertEquals(text, Units.size(bytes));
    }

    @ParameterizedTest
    @CsvSource({"1024, 1KiB", "25276669952, 23.54GiB"})
    void binarySizesHaveFourDigits(long bytes, String text) {
        assertEquals(text, Units.binarySize(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "0, Less than a second",
        "1, 1 second",
        "59, 59 seconds",
        "60, About a minute",
        "119, About a minute",
        "120, 2 minutes",
        "3540, 59 minutes",
        "3600, About an hour",
        "5400, 2 hours",
        "172799, 2 days",
        "172800, 2 days",
        "1209600, 2 weeks",
        "5184000, 2 months",
        "63072000, 2 years"
    })
    void durationsSayTheirLargestUnit(long seconds, String text) {
        assertEquals(text, Units.duration(seconds));
    }

    @Test
    void columnsAreAsWideAsTheirWidestCellButTheLast() {
        Table table = new Table();
        table.line("A\tLONG HEADING\tC");
        table.line("värde\tx\ta long last cell");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        table.print(stream);
        assertEquals("""
                A         LONG HEADING   C
                värde     x              a long last cell
                """, out.toString(StandardCharsets.UTF_8));
    }
}
