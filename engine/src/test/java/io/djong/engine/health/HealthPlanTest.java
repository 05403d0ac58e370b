package io.djong.engine.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HealthConfig;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthPlanTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static Optional<HealthPlan> of(String config) {
        return HealthPlan.of(Json.read(config.replace('\'', '"'), ContainerConfig.class));
    }

    private static HealthPlan lenient() {
        return of("{'Healthcheck':{'Test':['CMD','true'],'StartPeriod':10000000000,'Retries':2}}")
                .orElseThrow();
    }

    private static ProbeResult probe(int second, int exitCode) {
        Instant at = START.plusSeconds(second);
        return new ProbeResult(at, at, exitCode, "probe " + second);
    }

    @Test
    void whatIsNotSaidIsAsInDocker() {
        HealthPlan plan = of("{'Healthcheck':{'Test':['CMD','check','it']}}").orElseThrow();
        HealthPlan docker = new HealthPlan(
                List.of("check", "it"),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ZERO,
                Duration.ofSeconds(5),
                3);
        assertEquals(docker, plan);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'Healthcheck':{'Test':['CMD-SHELL','a b']}}                    | /bin/sh -c a b
            {'Healthcheck':{'Test':['CMD-SHELL','a b']},'Shell':['x','-y']} | x -y a b
            {'Healthcheck':{'Test':['CMD']}}                                | ``
            {'Healthcheck':{'Test':['CMD-SHELL']}}                          | ``
            """)
    void theCommandMayGoThroughTheShell(String config, String command) {
        assertEquals(command, String.join(" ", of(config).orElseThrow().command()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}
            {'Healthcheck':{}}
            {'Healthcheck':{'Test':['NONE']}}
            {'Healthcheck':{'Test':['HTTP','/']}}
            """)
    void someAreNotProbed(String config) {
        assertTrue(of(config).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'Interval':999999}      | Interval in Healthcheck cannot be less than 1ms
            {'Timeout':1}            | Timeout in Healthcheck cannot be less than 1ms
            {'StartPeriod':-1}       | StartPeriod in Healthcheck cannot be less than 1ms
            {'StartInterval':999}    | StartInterval in Healthcheck cannot be less than 1ms
            {'Retries':-1}           | Retries in Healthcheck cannot be negative
            """)
    void wrongChecksAreRefusedInDockersWords(String check, String words) {
        HealthConfig config = Json.read(check.replace('\'', '"'), HealthConfig.class);
        assertEquals(
                words,
                assertThrows(InvalidArgument.class, () -> HealthPlan.check(config))
                        .message());
    }

    @Test
    void oneSuccessMakesItHealthyAndSoManyFailuresUnhealthy() {
        HealthPlan plan =
                of("{'Healthcheck':{'Test':['CMD','true'],'Retries':2}}").orElseThrow();
        Health healthy = plan.after(Health.STARTING, probe(1, 0), START);
        assertEquals(HealthStatus.HEALTHY, healthy.status());
        Health once = plan.after(healthy, probe(2, 1), START);
        assertEquals(HealthStatus.HEALTHY, once.status());
        assertEquals(1, once.failingStreak());
        Health twice = plan.after(once, probe(3, ProbeResult.NO_EXIT), START);
        assertEquals(HealthStatus.UNHEALTHY, twice.status());
        Health again = plan.after(twice, probe(4, 0), START);
        assertEquals(HealthStatus.HEALTHY, again.status());
        assertEquals(0, again.failingStreak());
    }

    @Test
    void failuresInTheStartPeriodDoNotCountUntilItWasHealthy() {
        HealthPlan plan = lenient();
        Health starting = plan.after(plan.after(Health.STARTING, probe(1, 1), START), probe(9, 1), START);
        assertEquals(HealthStatus.STARTING, starting.status());
        assertEquals(0, starting.failingStreak());
        Health counted = plan.after(plan.after(starting, probe(10, 1), START), probe(11, 1), START);
        assertEquals(HealthStatus.UNHEALTHY, counted.status());
        Health healthy = plan.after(Health.STARTING, probe(1, 0), START);
        assertEquals(1, plan.after(healthy, probe(2, 1), START).failingStreak());
    }

    @Test
    void probesComeSoonerInTheStartPeriodUntilItIsHealthy() {
        HealthPlan plan = lenient();
        Health healthy = plan.after(Health.STARTING, probe(1, 0), START);
        assertEquals(plan.startInterval(), plan.wait(Health.STARTING, START, START.plusSeconds(9)));
        assertEquals(plan.interval(), plan.wait(Health.STARTING, START, START.plusSeconds(10)));
        assertEquals(plan.interval(), plan.wait(healthy, START, START.plusSeconds(9)));
    }

    @Test
    void theLastFiveProbesAreKept() {
        HealthPlan plan = lenient();
        Health health = Health.STARTING;
        for (int i = 1; i <= 7; i++) {
            health = plan.after(health, probe(i, 0), START);
        }
        assertEquals(
                List.of("probe 3", "probe 4", "probe 5", "probe 6", "probe 7"),
                health.log().stream().map(ProbeResult::output).toList());
    }

    @Test
    void anotherStartBeginsAnewAndKeepsTheProbes() {
        Health before = lenient().after(Health.STARTING, probe(1, 0), START).unwatched();
        assertEquals(HealthStatus.UNHEALTHY, before.status());
        assertEquals(HealthStatus.STARTING, before.started().status());
        assertEquals(1, before.started().log().size());
    }
}
