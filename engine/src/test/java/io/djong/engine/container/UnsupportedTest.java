package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.error.EngineException;
import io.djong.model.json.Json;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever a request may ask for is done, refused, or kept with a warning. */
class UnsupportedTest {
    /** By component of HostConfig, a value that is refused. */
    static final Map<String, String> REFUSED = Map.of(
            "isolation", "{'Isolation':'hyperv'}",
            "usernsMode", "{'UsernsMode':'private'}",
            "storageOpt", "{'StorageOpt':{'size':'1G'}}",
            "volumeDriver", "{'VolumeDriver':'nfs'}");

    /** By component, a value that is kept with a warning. */
    static final Map<String, String> WARNED = Map.of(
            "kernelMemory", "{'KernelMemory':1}",
            "kernelMemoryTcp", "{'KernelMemoryTCP':1}");

    /** What dockerd too does not look at: the client's own, and what only other systems have. */
    private static final Set<String> NOBODYS =
            Set.of("containerIdFile", "cgroup", "cpuCount", "cpuPercent", "ioMaximumIops", "ioMaximumBandwidth");

    private static final Set<String> DONE = Set.of(
            "annotations",
            "autoRemove",
            "binds",
            "blkioDeviceReadBps",
            "blkioDeviceReadIops",
            "blkioDeviceWriteBps",
            "blkioDeviceWriteIops",
            "blkioWeight",
            "blkioWeightDevice",
            "capAdd",
            "capDrop",
            "cgroupParent",
            "cgroupnsMode",
            "consoleSize",
            "cpuPeriod",
            "cpuQuota",
            "cpuRealtimePeriod",
            "cpuRealtimeRuntime",
            "cpuShares",
            "cpusetCpus",
            "cpusetMems",
            "deviceCgroupRules",
            "deviceRequests",
            "devices",
            "dns",
            "dnsOptions",
            "dnsSearch",
            "extraHosts",
            "groupAdd",
            "init",
            "links",
            "ipcMode",
            "logConfig",
            "maskedPaths",
            "memory",
            "memoryReservation",
            "memorySwap",
            "memorySwappiness",
            "mounts",
            "nanoCpus",
            "networkMode",
            "oomKillDisable",
            "oomScoreAdj",
            "pidMode",
            "pidsLimit",
            "portBindings",
            "privileged",
            "publishAllPorts",
            "readonlyPaths",
            "readonlyRootfs",
            "restartPolicy",
            "runtime",
            "securityOpt",
            "shmSize",
            "sysctls",
            "tmpfs",
            "ulimits",
            "utsMode",
            "volumesFrom");

    static final Set<Map.Entry<String, String>> REFUSALS = REFUSED.entrySet();
    static final Set<Map.Entry<String, String>> WARNINGS = WARNED.entrySet();

    private static HostConfig host(String json) {
        return Json.read(json.replace('\'', '"'), HostConfig.class);
    }

    @Test
    void nothingThatARequestMayAskForIsDropped() {
        Set<String> known = new TreeSet<>(DONE);
        known.addAll(NOBODYS);
        known.addAll(REFUSED.keySet());
        known.addAll(WARNED.keySet());
        Set<String> components = new TreeSet<>();
        Arrays.stream(HostConfig.class.getRecordComponents())
                .map(RecordComponent::getName)
                .forEach(components::add);
        assertEquals(components, known, "say what the engine does with it, and test that");
    }

    @ParameterizedTest
    @FieldSource("REFUSALS")
    void whatMustNotBeIgnoredIsRefused(Map.Entry<String, String> component) {
        HostConfig host = host(component.getValue());
        assertThrows(EngineException.class, () -> Unsupported.refuse(host));
    }

    @ParameterizedTest
    @FieldSource("WARNINGS")
    void whatHasNoEffectIsWarnedOf(Map.Entry<String, String> component) {
        HostConfig host = host(component.getValue());
        Unsupported.refuse(host);
        assertEquals(1, Unsupported.warnings(ContainerConfig.EMPTY, host).size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'VolumeDriver':'nfs'} | error looking up volume plugin nfs: plugin "nfs" not found
                    """)
    void theWordsAreDockers(String json, String words) {
        EngineException refusal = assertThrows(EngineException.class, () -> Unsupported.refuse(host(json)));
        assertEquals(words, refusal.message());
    }

    @ParameterizedTest
    @FieldSource("PLAIN")
    void whatMeansTheDefaultPasses(String json) {
        Unsupported.refuse(host(json));
        assertEquals(java.util.List.of(), Unsupported.warnings(ContainerConfig.EMPTY, host(json)));
    }

    static final Set<String> PLAIN = Set.of(
            "{}",
            "{'Isolation':'default','UsernsMode':'host','VolumeDriver':'local'}",
            "{'RestartPolicy':{'Name':'always'},'VolumesFrom':null}");
}
