package io.djong.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ContainerDocumentsTest {
    @Test
    void namesMatchInAnyCaseAndUnknownOnesPass() {
        HostConfig host = Json.read(
                "{\"networkmode\":\"none\",\"UTSMode\":\"host\",\"BlkioDeviceReadIOps\":[{\"Path\":\"/dev/a\",\"Rate\":3}],\"x\":1}",
                HostConfig.class);
        assertEquals("none", host.networkMode());
        assertEquals("host", host.utsMode());
        assertEquals(3, host.blkioDeviceReadIops().getFirst().rate());
    }

    @Test
    void documentsAreWrittenWithTheNamesOfTheApi() {
        JsonNode tree = Json.tree(Json.bytes(HostConfig.EMPTY));
        assertEquals("", tree.get("UTSMode").asString());
        assertEquals(0, tree.get("IOMaximumIOps").asInt());
        assertEquals(true, tree.get("Binds").isNull());
    }

    @Test
    void absentCommandIsToldFromAnEmptyOne() {
        assertNull(Json.read("{}", ContainerConfig.class).cmd());
        assertEquals(List.of(), Json.read("{\"Cmd\":[]}", ContainerConfig.class).cmd());
        assertEquals(
                List.of("sh"),
                Json.read("{\"Cmd\":\"sh\"}", ContainerConfig.class).cmd());
    }

    @Test
    void whatIsAbsentReadsAsEmptyUnlessTheComponentSaysNullable() throws ReflectiveOperationException {
        for (Class<?> type : List.of(
                ContainerConfig.class,
                HostConfig.class,
                io.djong.model.container.MountSpec.class,
                io.djong.model.container.BindOptions.class,
                io.djong.model.container.VolumeOptions.class,
                io.djong.model.container.TmpfsOptions.class,
                io.djong.model.network.EndpointSettings.class,
                io.djong.model.network.EndpointIpamConfig.class)) {
            Object empty = Json.read("{}", type);
            for (java.lang.reflect.RecordComponent component : type.getRecordComponents()) {
                boolean nullable =
                        component.getAnnotatedType().isAnnotationPresent(org.jspecify.annotations.Nullable.class);
                if (!nullable) {
                    assertNotNull(
                            component.getAccessor().invoke(empty), type.getSimpleName() + "." + component.getName());
                }
            }
        }
    }
}
