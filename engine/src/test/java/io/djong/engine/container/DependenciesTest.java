package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.model.container.HostConfig;
import io.djong.model.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class DependenciesTest {
    private static List<String> of(String host) {
        return Dependencies.of(Json.read(host.replace('\'', '"'), HostConfig.class));
    }

    @Test
    void joinedAndLinkedContainersAreNeeded() {
        assertEquals(
                List.of("net", "ipc", "db", "bare"),
                of("{'NetworkMode':'container:net','IpcMode':'container:ipc','PidMode':'container:net',"
                        + "'Links':['db:alias','bare']}"));
    }

    @Test
    void mostNeedNone() {
        assertEquals(List.of(), of("{'NetworkMode':'default','IpcMode':'private'}"));
    }
}
