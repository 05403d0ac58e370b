package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.Filters;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.container.PortBinding;
import io.djong.model.container.SystemPaths;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.json.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerFilterTest {
    private static final Digest IMAGE = Digest.sha256(new byte[] {1});
    private static final Digest CHILD = Digest.sha256(new byte[] {2});
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static ContainerView view(ContainerState state) {
        ContainerRecord record = new ContainerRecord(
                new ContainerId("abc" + "0".repeat(61)),
                "web-1",
                START,
                CHILD,
                Json.read("{\"Image\":\"child\",\"Labels\":{\"a\":\"b\"}}", ContainerConfig.class),
                Json.read("{}", HostConfig.class),
                "true",
                List.of(),
                Map.of(),
                state,
                Ties.NONE);
        AttachedNetwork network = new AttachedNetwork("front", "n123", "", "", "", 0, "", "", "", 0, List.of());
        Map<String, List<PortBinding>> ports =
                Map.of("80/tcp", List.of(new PortBinding("0.0.0.0", "8080")), "53/udp", List.of());
        MountPoint volume = new MountPoint("volume", "data", "/v/data/_data", "/d", "local", "", true, "");
        return new ContainerView(
                record,
                Optional.empty(),
                new ContainerNetworks("s", "/n", ports, List.of(network)),
                Path.of("/c"),
                "",
                Map.of(),
                List.of(volume),
                List.of(),
                new SystemPaths(List.of(), List.of()),
                "",
                List.of(record.name()),
                List.of());
    }

    private static ContainerFilter filter(String key, String value) {
        return new ContainerFilter(
                Filters.of(key, value),
                name -> {
                    throw new NotFound("No such container: " + name);
                },
                name -> name.equals("base") ? Set.of(IMAGE, CHILD) : Set.of());
    }

    @ParameterizedTest
    @CsvSource({
        "name,web",
        "name,^/web-[0-9]$",
        "name,^web-1$",
        "id,abc0",
        "label,a",
        "label,a=b",
        "ancestor,base",
        "network,front",
        "network,n12",
        "publish,8080",
        "publish,8000-8100/tcp",
        "expose,80",
        "expose,53/udp",
        "volume,data",
        "volume,/d",
        "status,running",
        "health,none",
        "is-task,false",
        "isolation,anything"
    })
    void whatFitsIsListed(String key, String value) {
        assertTrue(filter(key, value).accepts(view(ContainerState.CREATED.running(1, START))));
    }

    @ParameterizedTest
    @CsvSource({
        "name,bew",
        "name,(",
        "id,bc",
        "label,a=c",
        "ancestor,child",
        "network,back",
        "publish,80",
        "publish,53/udp",
        "expose,8080",
        "expose,53",
        "volume,/v/data/_data",
        "status,exited",
        "exited,0",
        "health,healthy",
        "is-task,1"
    })
    void whatDoesNotFitIsLeftOut(String key, String value) {
        assertFalse(filter(key, value).accepts(view(ContainerState.CREATED.running(1, START))));
    }

    @Test
    void anExitCodeIsThatOfARun() {
        assertFalse(filter("exited", "0").accepts(view(ContainerState.CREATED)));
        ContainerState ended = ContainerState.CREATED.running(1, START).exited(3, false, START);
        assertTrue(filter("exited", "3").accepts(view(ended)));
        assertFalse(filter("exited", "0").accepts(view(ended)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        foo      | x     | invalid filter 'foo'
        label!   | x     | invalid filter 'label!'
        status   | odd   | invalid filter 'status=odd': invalid value for state (odd): must be one of created, running, paused, restarting, removing, exited, dead
        health   | odd   | invalid filter 'health=odd': invalid value for health (odd): must be one of none, starting, healthy, unhealthy
        exited   | x     | invalid filter 'exited=x': strconv.Atoi: parsing "x": invalid syntax
        is-task  | x     | invalid filter 'is-task=[x]'
        publish  | 80:80 | filter for 'publish' should not contain ':': 80:80
        expose   | x     | error while looking up for expose x: strconv.ParseUint: parsing "x": invalid syntax
        expose   | 70000 | error while looking up for expose 70000: value out of range
        publish  | 9-8   | error while looking up for publish 9-8: invalid range specified for port: 9-8
        """)
    void whatIsNoFilterIsRefusedInDockersWords(String key, String value, String message) {
        assertEquals(
                message,
                assertThrows(InvalidArgument.class, () -> filter(key, value)).message());
    }

    @Test
    void aContainerToCompareWithMustBeThere() {
        assertThrows(NotFound.class, () -> filter("before", "nobody"));
        assertThrows(NotFound.class, () -> filter("since", "nobody"));
    }

    @Test
    void anExpressionThatNeverEndsIsGivenUp() {
        NamePattern hostile = new NamePattern("(.*a){20}!");
        assertThrows(InvalidArgument.class, () -> hostile.isFoundIn("a".repeat(60)));
    }
}
