package io.djong.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.testkit.daemon.EngineKind;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SamplesTest {
    @Test
    void theMedianIsTheMiddle() {
        assertEquals(2, samples(9, 2, 1).median());
        assertEquals(3, samples(9, 4, 2, 1).median());
        assertTrue(Double.isNaN(samples().median()));
    }

    @Test
    void theTableSaysWhetherARatioHolds() {
        Table table = new Table("a", "b");
        Row row = new ManyRunsRow("many", "many runs", 0.5, 1, 1, 1);
        table.add(row, samples(100), samples(50));
        table.add(row, samples(100), samples(51));
        String text = table.toString();
        assertTrue(text.contains("| many runs | 100 ms | 50 ms | 0.50 | 0.50 | holds |"), text);
        assertTrue(text.contains("| many runs | 100 ms | 51 ms | 0.51 | 0.50 | MISSED |"), text);
    }

    @Test
    void optionsChooseRowsRoundsAndEngines() {
        Options options = Options.parse("--rows", "run,ps", "--rounds", "3", "--right", "dockerd");
        assertEquals(new Options(Set.of("run", "ps"), 3, EngineKind.DOCKERD, EngineKind.DOCKERD), options);
        assertThrows(IllegalArgumentException.class, () -> Options.parse("--rows"));
        assertThrows(IllegalArgumentException.class, () -> Options.parse("--nosuch", "1"));
    }

    private static Samples samples(double... values) {
        Samples samples = new Samples();
        for (double value : values) {
            samples.add(value);
        }
        return samples;
    }
}
