package io.djong.engine.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SystemInfoTest {
    @Test
    void allLogDriversThatKeepOrSendAreNamed() {
        assertEquals(List.of("fluentd", "gelf", "journald", "json-file", "local", "syslog"), SystemInfo.logDrivers());
    }
}
