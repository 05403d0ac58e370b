package io.djong.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.error.InvalidArgument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "unix:///run/x.sock, unix:///run/x.sock",
        "unix://, unix:///run/djong/docker.sock",
        "tcp://host, tcp://host:2375",
        "tcp://host:1, tcp://host:1",
        "tcp://:99, tcp://localhost:99",
        "tcp://[::1]:5, tcp://[::1]:5",
        "tcp://[::1], tcp://[::1]:2375",
        "http://host:80/path, tcp://host:80"
    })
    void addressesAreReadAndShown(String text, String shown) {
        assertEquals(shown, Endpoint.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host:80", "ssh://host", "tcp://host:x", "tcp://host:0", "tcp://host:70000"})
    void whatIsNoAddressIsRefused(String text) {
        assertThrows(InvalidArgument.class, () -> Endpoint.parse(text));
    }

    @Test
    void theDefaultIsTheEnginesOwnSocket() {
        assertEquals("unix:///run/djong/docker.sock", Endpoint.DEFAULT.toString());
    }
}
