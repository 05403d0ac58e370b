package io.djong.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignalTest {
    @Test
    void readsNamesAndNumbersAsDockerDoes() {
        assertEquals(Optional.of(Signal.KILL), Signal.parse("KILL"));
        assertEquals(Optional.of(Signal.KILL), Signal.parse("sigkill"));
        assertEquals(Optional.of(Signal.KILL), Signal.parse("9"));
        assertEquals(Optional.of(new Signal(37)), Signal.parse("SIGRTMIN+3"));
        assertEquals(Optional.of(new Signal(63)), Signal.parse("RTMAX-1"));
    }

    @Test
    void refusesWhatIsNoSignal() {
        for (String bad : new String[] {"", "0", "65", "-9", "SIG", "SIGSIGKILL", "KILLER", "1e1", "999999999999"}) {
            assertEquals(Optional.empty(), Signal.parse(bad), bad);
        }
    }

    @Test
    void namesItself() {
        assertEquals("SIGTERM", Signal.TERM.name());
        assertEquals("SIGSYS", new Signal(31).name());
        assertEquals("SIGRTMIN+3", new Signal(37).name());
    }
}
