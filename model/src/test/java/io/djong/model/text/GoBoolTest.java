package io.djong.model.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GoBoolTest {
    @Test
    void eachFormIsKnown() {
        for (String text : List.of("1", "t", "T", "true", "TRUE", "True")) {
            assertEquals(Optional.of(true), GoBool.parse(text), text);
        }
        for (String text : List.of("0", "f", "F", "false", "FALSE", "False")) {
            assertEquals(Optional.of(false), GoBool.parse(text), text);
        }
        for (String text : List.of("", "tRUE", "yes", "on", "2")) {
            assertEquals(Optional.empty(), GoBool.parse(text), text);
        }
    }
}
