package io.djong.cli.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class UnitsTest {
    @Test
    void pastMomentsAreSoLongAgo() {
        assertEquals("About a minute ago", Units.ago(1000, 1060));
        assertEquals("Less than a second ago", Units.ago(1000, 990));
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
