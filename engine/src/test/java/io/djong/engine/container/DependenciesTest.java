package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.model.ContainerId;
import io.djong.model.Digest;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DependenciesTest {
    private static List<String> of(String host, Ties ties) {
        return Dependencies.of(new ContainerRecord(
                new ContainerId("a".repeat(64)),
                "web",
                Instant.EPOCH,
                Digest.sha256(new byte[0]),
                ContainerConfig.EMPTY,
                Json.read(host.replace('\'', '"'), HostConfig.class),
                "true",
                List.of(),
                Map.of(),
                ContainerState.CREATED,
                ties));
    }

    @Test
    void joinedAndLinkedContainersAreNeeded() {
        ContainerId database = new ContainerId("d".repeat(64));
        assertEquals(
                List.of("net", "ipc", database.value()),
                of(
                        "{'NetworkMode':'container:net','IpcMode':'container:ipc','PidMode':'container:net',"
                                + "'Links':['renamed:db']}",
                        new Ties(List.of(), List.of(new Ties.Link(database, "db")))));
    }

    @Test
    void mostNeedNone() {
        assertEquals(List.of(), of("{'NetworkMode':'default','IpcMode':'private'}", Ties.NONE));
    }
}
