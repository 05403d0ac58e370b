package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerNamesTest {
    @Test
    void theSlashOfClientsIsTakenOff() {
        assertEquals("web-1", ContainerNames.checked("/web-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a", "a/b", "-a", "a b", "../x", "ä1"})
    void malformedNamesAreRefused(String name) {
        assertThrows(InvalidArgument.class, () -> ContainerNames.checked(name));
    }

    @Test
    void generatedNamesAreValidAndGetADigitWhenFreeOnesAreRare() {
        ContainerNames names = new ContainerNames(new Random(1));
        for (int i = 0; i < 200; i++) {
            ContainerNames.checked(names.generate(0));
        }
        assertTrue(names.generate(6).matches("[a-z]+_[a-z]+[0-9]+"));
    }
}
