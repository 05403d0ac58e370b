package io.djong.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class PrivilegeTest {
    @Test
    void whatIsMissingSkipsTheTest() {
        RuntimeException skipped =
                assertThrows(RuntimeException.class, () -> Privilege.require(false, "the program runc", false));
        assertEquals("TestAbortedException", skipped.getClass().getSimpleName());
        assertTrue(String.valueOf(skipped.getMessage()).contains("needs the program runc"));
    }

    @Test
    void whatIsMissingFailsTheTestOnCi() {
        AssertionError failed =
                assertThrows(AssertionError.class, () -> Privilege.require(false, "the program runc", true));
        assertEquals("needs the program runc", failed.getMessage());
    }

    @Test
    void whatIsThereIsEnough() {
        Privilege.require(true, "nothing", true);
        assertTrue(Files.isExecutable(Privilege.program("sh")));
    }
}
