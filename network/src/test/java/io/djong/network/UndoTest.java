package io.djong.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndoTest {
    @Test
    void stepsAreTakenInReverseAlsoAfterAFailure() {
        List<Integer> taken = new ArrayList<>();
        Undo undo = new Undo()
                .add(() -> taken.add(1))
                .add(() -> fail("two"))
                .add(() -> taken.add(3))
                .add(() -> fail("four"));
        IllegalStateException e = assertThrows(IllegalStateException.class, undo::runAll);
        assertEquals(List.of(3, 1), taken);
        assertEquals("four", e.getMessage());
        assertEquals("two", e.getSuppressed()[0].getMessage());
    }

    private static void fail(String message) {
        throw new IllegalStateException(message);
    }
}
