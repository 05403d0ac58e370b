package io.djong.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChallengeTest {
    @Test
    void bearerParametersMayHoldCommasInQuotes() {
        List<Challenge> parsed = Challenge.parse(List.of(
                "Bearer realm=\"https://auth.example/token\",service=\"a, b\", scope=\"repository:x:pull,push\""));
        assertEquals(
                List.of(new Challenge(
                        "bearer",
                        Map.of(
                                "realm", "https://auth.example/token",
                                "service", "a, b",
                                "scope", "repository:x:pull,push"))),
                parsed);
    }

    @Test
    void oneHeaderMayHoldSeveralChallenges() {
        List<Challenge> parsed = Challenge.parse(List.of("Negotiate, Basic realm=\"r\", Bearer realm=x"));
        assertEquals(
                List.of("negotiate", "basic", "bearer"),
                parsed.stream().map(Challenge::scheme).toList());
        assertEquals(
                "r",
                parsed.get(1)
                        .parameter("REALM".toLowerCase(java.util.Locale.ROOT))
                        .orElse(""));
    }

    @Test
    void escapedQuotesStayInTheValue() {
        Challenge parsed =
                Challenge.parse(List.of("Basic realm=\"a \\\"b\\\"\"")).getFirst();
        assertEquals("a \"b\"", parsed.parameter("realm").orElse(""));
    }

    @Test
    void rubbishEndsTheParsing() {
        assertTrue(Challenge.parse(List.of("\"=;{", "", ",,,")).isEmpty());
        assertEquals(1, Challenge.parse(List.of("Basic realm=\"never closed")).size());
    }
}
