package io.djong.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuntimesTest {
    private static final RuntimeCommand CRUN = new RuntimeCommand("crun", Path.of("/usr/bin/crun"), List.of("--debug"));
    private static final RuntimeCommand RUNC = new RuntimeCommand("runc", Path.of("/usr/sbin/runc"), List.of());

    private final Runtimes runtimes = new Runtimes(Path.of("/usr/sbin/runc"), "crun", List.of(CRUN));

    @Test
    void whoAsksForNoneGetsTheStandardOne() {
        assertEquals(Optional.of(CRUN), runtimes.find(""));
    }

    @Test
    void runcIsAlwaysThereAlsoByTheNameOfItsShim() {
        assertEquals(Optional.of(RUNC), runtimes.find("runc"));
        assertEquals(Optional.of(RUNC), runtimes.find("io.containerd.runc.v2"));
    }

    @Test
    void anUnknownNameFindsNone() {
        assertEquals(Optional.empty(), runtimes.find("nvidia"));
    }
}
