package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.engine.remap.ContainerUsers;
import io.djong.model.container.HostConfig;
import io.djong.model.json.Json;
import io.djong.network.Sandbox;
import io.djong.runtime.Task;
import io.djong.runtime.spec.BindMount;
import io.djong.runtime.spec.BindMount.Access;
import io.djong.runtime.spec.NamespaceMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskLauncherTest {
    private static final Sandbox SANDBOX =
            new Sandbox("id", "name", "/netns", List.of(), List.of(), "/c/resolv.conf", "/c/hosts", "/c/hostname");

    private static final ContainerUsers UNMAPPED =
            new ContainerUsers(Optional.empty(), Path.of("/c"), Path.of("/shifted"));

    private static HostConfig host(String json) {
        return Json.read(json.replace('\'', '"'), HostConfig.class);
    }

    private static NamespaceMode cgroup(String mode, NamespaceMode byDefault) {
        HostConfig host = host("{'CgroupnsMode':'%s'}".formatted(mode));
        return TaskLauncher.namespaces(host, SANDBOX, TaskLauncherTest::none, byDefault)
                .cgroup();
    }

    private static Task none(String name) {
        throw new AssertionError("no container was named, not " + name);
    }

    @Test
    void aCgroupNamespaceThatIsNotAskedForIsTheHostsChoice() {
        assertEquals(NamespaceMode.PRIVATE, cgroup("", NamespaceMode.PRIVATE));
        assertEquals(NamespaceMode.HOST, cgroup("", NamespaceMode.HOST));
        assertEquals(NamespaceMode.HOST, cgroup("host", NamespaceMode.PRIVATE));
        assertEquals(NamespaceMode.PRIVATE, cgroup("private", NamespaceMode.HOST));
    }

    @ParameterizedTest
    @CsvSource({"true,READ_ONLY", "false,READ_WRITE"})
    void theNetworksFilesAreAsReadOnlyAsTheRoot(boolean readOnly, Access access) {
        HostConfig host = host("{'ReadonlyRootfs':%s}".formatted(readOnly));
        List<BindMount> binds =
                TaskLauncher.binds(host, SANDBOX, List.of(), new BindMounts(Path.of("/parts"), UNMAPPED, (_, _) -> {}));
        assertEquals(
                Set.of("/etc/resolv.conf", "/etc/hosts", "/etc/hostname"),
                binds.stream().map(BindMount::target).collect(Collectors.toSet()));
        assertEquals(Set.of(access), binds.stream().map(BindMount::access).collect(Collectors.toSet()));
    }
}
