package io.djong.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.error.InvalidArgument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
    private static final String HEX = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @ParameterizedTest
    @CsvSource({
        "busybox, docker.io/library/busybox:latest, busybox:latest",
        "busybox:1.36, docker.io/library/busybox:1.36, busybox:1.36",
        "library/busybox, docker.io/library/busybox:latest, busybox:latest",
        "docker.io/busybox, docker.io/library/busybox:latest, busybox:latest",
        "index.docker.io/a/b, docker.io/a/b:latest, a/b:latest",
        "localhost:5000/x, localhost:5000/x:latest, localhost:5000/x:latest",
        "127.0.0.1:5000/a/b/c:v1, 127.0.0.1:5000/a/b/c:v1, 127.0.0.1:5000/a/b/c:v1",
        "localhost/x, localhost/x:latest, localhost/x:latest",
    })
    void namesAreNormalisedAndMadeFamiliar(String typed, String full, String familiar) {
        Reference reference = Reference.parse(typed).orLatest();
        assertEquals(full, reference.toString());
        assertEquals(familiar, reference.familiar());
    }

    @Test
    void aDigestStandsInForATag() {
        Reference reference = Reference.parse("busybox@sha256:" + HEX).orLatest();
        assertEquals("docker.io/library/busybox@sha256:" + HEX, reference.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "UPPER", "a//b", "-a", "a:", "a:b:c", "a@b", "../etc/passwd", "a/../b", "a b", HEX, "a:.x"})
    void malformedNamesAreRefused(String typed) {
        assertThrows(InvalidArgument.class, () -> Reference.parse(typed));
    }
}
