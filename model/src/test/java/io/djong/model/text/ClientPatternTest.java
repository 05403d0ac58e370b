package io.djong.model.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.error.InvalidArgument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ClientPatternTest {
    @Test
    void anExpressionIsSearchedFor() {
        assertTrue(ClientPattern.compile("b{2,3}c").isFoundIn("abbcd"));
        assertFalse(ClientPattern.compile("^b").isFoundIn("ab"));
    }

    @Test
    void whatIsNoneIsRefused() {
        assertEquals(
                "error parsing regexp: Unclosed group: `(`",
                assertThrows(InvalidArgument.class, () -> ClientPattern.compile("("))
                        .message());
    }

    @Test
    void whatNestsTooDeepIsRefused() {
        assertThrows(InvalidArgument.class, () -> ClientPattern.compile("(".repeat(1_000_000)));
    }

    @Test
    void whatTakesTooLongIsGivenUp() {
        ClientPattern hostile = ClientPattern.compile("(.*a){20}!");
        assertThrows(InvalidArgument.class, () -> hostile.isFoundIn("a".repeat(60)));
    }

    @Test
    void repetitionsOfNothingAreBounded() {
        assertThrows(InvalidArgument.class, () -> ClientPattern.compile("(?:(?:(?:x?){9999}){9999}){9999}"));
    }
}
