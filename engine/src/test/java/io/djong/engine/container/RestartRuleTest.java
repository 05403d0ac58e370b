package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.container.RestartPolicy;
import io.djong.model.error.InvalidArgument;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartRuleTest {
    private static final Duration SHORT = Duration.ofMillis(9_999);
    private static final Duration LONG = Duration.ofSeconds(10);

    private static RestartRule rule(String name, int count) {
        return RestartRule.of(new RestartPolicy(name, count));
    }

    @ParameterizedTest
    @CsvSource({
        "'',             1, false, false",
        "no,             1, false, false",
        "always,         0, false, true",
        "always,         0, true,  true",
        "unless-stopped, 0, false, true",
        "unless-stopped, 0, true,  false",
        "on-failure,     0, false, false",
        "on-failure,     1, false, true",
        "on-failure,     1, true,  true",
    })
    void anExitIsFollowedByAStart(String policy, int exitCode, boolean signalled, boolean starts) {
        RestartSeries series = signalled ? RestartSeries.NEW.signalled() : RestartSeries.NEW;
        assertEquals(starts, rule(policy, 0).after(series, exitCode, SHORT).isPresent());
    }

    @Test
    void noStartFollowsOnceTheUserEndedTheSeries() {
        assertTrue(rule("always", 0).after(RestartSeries.NEW.ended(), 1, SHORT).isEmpty());
    }

    @Test
    void failuresAreFollowedByAsManyStartsAsAreAllowed() {
        RestartRule rule = rule("on-failure", 2);
        RestartSeries second = rule.after(
                        rule.after(RestartSeries.NEW, 1, SHORT).orElseThrow(), 1, SHORT)
                .orElseThrow();
        assertEquals(2, second.count());
        assertTrue(rule.after(second, 1, SHORT).isEmpty());
    }

    @Test
    void eachWaitIsTwiceTheLastUpToAMinute() {
        RestartRule rule = rule("always", 0);
        List<Long> waits = new ArrayList<>();
        RestartSeries series = RestartSeries.NEW;
        for (int i = 0; i < 12; i++) {
            series = rule.after(series, 1, SHORT).orElseThrow();
            waits.add(series.delayMillis());
        }
        assertEquals(
                List.of(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 12800L, 25600L, 51200L, 60000L, 60000L), waits);
    }

    @Test
    void aGoodRunIsFollowedByTheShortestWait() {
        RestartSeries late = new RestartSeries(7, 6400, false, false);
        assertEquals(
                new RestartSeries(8, 100, false, false),
                rule("always", 0).after(late, 0, LONG).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "no,             1, false, false",
        "always,         0, false, true",
        "always,         0, true,  true",
        "unless-stopped, 0, false, true",
        "unless-stopped, 0, true,  false",
        "on-failure,     0, false, false",
        "on-failure,     1, false, true",
        "on-failure,     1, true,  false",
    })
    void whatEndedBeforeIsStartedWithTheDaemon(String policy, int exitCode, boolean stopped, boolean starts) {
        RestartSeries series = stopped ? RestartSeries.NEW.signalled() : RestartSeries.NEW;
        ContainerState ended = ContainerState.CREATED
                .running(7, Instant.EPOCH)
                .exited(exitCode, false, Instant.EPOCH)
                .withRestarts(series.ended());
        assertEquals(starts, rule(policy, 0).startsWithDaemon(ended));
    }

    @Test
    void whatNeverRanIsNotStartedWithTheDaemon() {
        assertFalse(rule("always", 0).startsWithDaemon(ContainerState.CREATED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sometimes  | 0  | unknown policy 'sometimes'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'
            always     | 3  | maximum retry count can only be used with 'on-failure'
            no         | -1 | maximum retry count can only be used with 'on-failure' and cannot be negative
            on-failure | -1 | maximum retry count cannot be negative
            """)
    void wrongPoliciesAreRefusedInDockersWords(String name, int count, String words) {
        InvalidArgument refusal =
                assertThrows(InvalidArgument.class, () -> RestartRule.check(new RestartPolicy(name, count)));
        assertEquals("invalid restart policy: " + words, refusal.message());
    }

    @ParameterizedTest
    @CsvSource({"'', 5", "no, 0", "always, 0", "unless-stopped, 0", "on-failure, 0", "on-failure, 5"})
    void goodPoliciesPass(String name, int count) {
        RestartRule.check(new RestartPolicy(name, count));
    }
}
