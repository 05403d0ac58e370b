package io.djong.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.registry.Authorizer.Access;
import io.djong.registry.RegistryFailure.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorMemoryTest {
    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final List<Site> sites =
            Stream.of("a", "b", "c").map(MirrorMemoryTest::site).toList();
    private final Site a = sites.get(0);
    private final Site b = sites.get(1);
    private final Site c = sites.get(2);

    private static Site site(String name) {
        RegistrySettings settings = RegistrySettings.defaults();
        InsecureRegistries insecure = new InsecureRegistries(List.of());
        Transport transport = new Transport(settings, insecure);
        Endpoint endpoint = Endpoint.mirror(URI.create("https://" + name + ".example"));
        Access access = new Access(Credentials.ANONYMOUS, List.of("repository:x:pull"));
        InstantSource clock = InstantSource.system();
        return new Site(
                List.of(new Route(transport, endpoint, new Authorizer(transport, insecure, clock, endpoint, access))));
    }

    private MirrorMemory memory() {
        return new MirrorMemory(Optional.of(directory.resolve("mirrors.json")), clock);
    }

    private static RegistryFailure failure(Kind kind) {
        return RegistryFailure.of(kind, URI.create("https://a.example/v2/"), "no good");
    }

    @Test
    void strangersKeepTheirOrder() {
        assertEquals(sites, memory().ordered(sites));
    }

    @Test
    void theQuickComeBeforeStrangersAndTheTroubledAfter() {
        MirrorMemory memory = memory();
        memory.failed(a, failure(Kind.UNREACHABLE));
        memory.succeeded(c, Duration.ofMillis(20));
        assertEquals(List.of(c, b, a), memory.ordered(sites));
        assertTrue(memory.status(a.name()).troubled());
    }

    @Test
    void whoKeepsARaceWaitingIsTroubled() {
        MirrorMemory memory = memory();
        memory.overtaken(a, Duration.ofMillis(300));
        memory.overtaken(b, Duration.ofMillis(10));
        assertEquals(List.of(b, c, a), memory.ordered(sites));
        assertFalse(memory.status(b.name()).troubled());
    }

    @Test
    void whoGivesABlobAfterARaceIsNotTroubled() {
        MirrorMemory memory = memory();
        memory.overtaken(a, Duration.ofMillis(300));
        memory.served(a);
        assertFalse(memory.status(a.name()).troubled());
    }

    @Test
    void troubleFades() {
        MirrorMemory memory = memory();
        memory.failed(a, failure(Kind.TIMED_OUT));
        memory.succeeded(b, Duration.ofMillis(399));
        memory.succeeded(c, Duration.ofMillis(399));
        memory.succeeded(a, Duration.ofMillis(5));
        assertEquals(List.of(b, c, a), memory.ordered(sites));
        now = now.plus(Duration.ofHours(2));
        assertEquals(List.of(a, b, c), memory.ordered(sites));
    }

    @Test
    void whoServesWrongContentIsAsideForAWhile() {
        MirrorMemory memory = memory();
        memory.failed(a, failure(Kind.MALFORMED));
        assertEquals(List.of(b, c), memory.ordered(sites));
        assertEquals(Optional.of("no good"), memory.aside(a));
        now = now.plus(Duration.ofMinutes(61));
        assertTrue(memory.ordered(sites).contains(a));
        assertEquals(Optional.empty(), memory.aside(a));
    }

    @Test
    void itIsKeptOverARestart() {
        MirrorMemory before = memory();
        before.succeeded(c, Duration.ofMillis(20));
        before.putAside(a, "wrong");
        before.keep();
        MirrorMemory after = memory();
        assertEquals(List.of(c, b), after.ordered(sites));
        assertEquals(Optional.of("wrong"), after.aside(a));
        assertEquals(Optional.of(20L), after.status(c.name()).millis());
    }

    @Test
    void aFileThatIsNotOneIsForgotten() throws IOException {
        Files.writeString(directory.resolve("mirrors.json"), "{\"mirrors\":7");
        assertEquals(sites, memory().ordered(sites));
    }
}
