package io.djong.registry;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import java.util.List;
import org.junit.jupiter.api.Test;

class InsecureRegistriesTest {
    private final InsecureRegistries registries =
            new InsecureRegistries(List.of("10.1.0.0/16", "plain.example:5000", "bare.example", "fd00::/8"));

    @Test
    void loopbackAlwaysIs() {
        assertTrue(registries.contains("127.0.0.1:5000"));
        assertTrue(registries.contains("127.9.9.9"));
        assertTrue(registries.contains("localhost:5000"));
        assertTrue(registries.contains("[::1]:5000"));
    }

    @Test
    void networksHoldTheirAddressesAlone() {
        assertTrue(registries.contains("10.1.255.1:5000"));
        assertFalse(registries.contains("10.2.0.1:5000"));
        assertTrue(registries.contains("[fd12::1]"));
        assertFalse(registries.contains("[fe80::1]"));
    }

    @Test
    void aNameWithAPortMeansThatPort() {
        assertTrue(registries.contains("plain.example:5000"));
        assertFalse(registries.contains("plain.example:5001"));
        assertTrue(registries.contains("BARE.example:443"));
    }

    @Test
    void badNetworksAreRefused() {
        assertThrows(InvalidArgument.class, () -> new InsecureRegistries(List.of("10.1.0.0/33")));
        assertThrows(InvalidArgument.class, () -> new InsecureRegistries(List.of("registry.example/path")));
    }
}
