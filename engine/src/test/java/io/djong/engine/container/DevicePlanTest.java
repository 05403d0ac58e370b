package io.djong.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.runtime.cdi.ContainerEdits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicePlanTest {
    private static final String ALL = "{'Count':-1,'Capabilities':[['gpu']]}";

    @TempDir
    Path temp;

    private DeviceSettings settings() {
        return new DeviceSettings(List.of(temp.resolve("cdi")), temp);
    }

    private static HostConfig host(String request) {
        return Json.read("{\"DeviceRequests\":[" + request.replace('\'', '"') + "]}", HostConfig.class);
    }

    private ContainerEdits edits(String request) {
        return settings().edits(host(request), temp.resolve("rootfs")).orElseThrow();
    }

    private String refusal(DeviceSettings settings, String request) {
        ContainerConfig config =
                Json.read("{\"Image\":\"app\",\"Env\":[\"NVIDIA_REQUIRE_CUDA=cuda>=12.2\"]}", ContainerConfig.class);
        return assertThrows(InvalidArgument.class, () -> settings.check(config, host(request)))
                .message();
    }

    private void write(String file, String text) throws IOException {
        Path path = temp.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text.replace('\'', '"'));
    }

    private void driver(String version) throws IOException {
        write("proc/driver/nvidia/version", "NVRM version: NVIDIA UNIX x86_64 Kernel Module  " + version + "  Sat\n");
        write("proc/driver/nvidia/gpus/0000:01:00.0/information", "Device Minor: 0\n");
        write("dev/nvidia0", "");
    }

    private void hook() throws IOException {
        write("usr/bin/nvidia-container-runtime-hook", "");
        assertTrue(
                temp.resolve("usr/bin/nvidia-container-runtime-hook").toFile().setExecutable(true));
    }

    private void describe(String... names) throws IOException {
        String devices = String.join(
                ",",
                java.util.Arrays.stream(names)
                        .map(name -> "{'name':'" + name + "','containerEdits':{'env':['GOT_" + name + "=1']}}")
                        .toList());
        write("cdi/nvidia.json", "{'cdiVersion':'0.6.0','kind':'nvidia.com/gpu','devices':[" + devices + "]}");
    }

    @Test
    void whoAsksForNothingGetsNothing() {
        assertEquals(Optional.empty(), settings().edits(HostConfig.EMPTY, temp));
        settings().check(ContainerConfig.EMPTY, HostConfig.EMPTY);
    }

    @Test
    void specificationsAreTakenBeforeTheHookAndTheDriver() throws IOException {
        describe("0", "1", "all");
        hook();
        driver("535.104.05");
        assertEquals(List.of("GOT_all=1"), edits(ALL).env());
        assertEquals(
                List.of("GOT_0=1", "GOT_1=1"),
                edits("{'Count':2,'Capabilities':[['gpu']]}").env());
        assertEquals(
                List.of("GOT_1=1"),
                edits("{'DeviceIDs':['1'],'Capabilities':[['gpu']]}").env());
        describe("0", "1");
        assertEquals(List.of("GOT_0=1", "GOT_1=1"), edits(ALL).env());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'Count':-1,'Capabilities':[['gpu']]} | [NVIDIA_VISIBLE_DEVICES=all]
                    {'Count':2,'Capabilities':[['gpu']]} | [NVIDIA_VISIBLE_DEVICES=0,1]
                    {'Driver':'nvidia','Capabilities':[['gpu']]} | [NVIDIA_VISIBLE_DEVICES=void]
                    {'DeviceIDs':['GPU-1','2'],'Capabilities':[['tpu'],['gpu','utility','compute']]} | \
                    [NVIDIA_VISIBLE_DEVICES=GPU-1,2, NVIDIA_DRIVER_CAPABILITIES=utility,compute]
                    """)
    void theHookIsToldByVariables(String request, String env) throws IOException {
        hook();
        driver("535.104.05");
        ContainerEdits edits = edits(request);
        assertEquals(env, edits.env().toString());
        ContainerEdits.Hook hook = edits.hooks().getFirst();
        assertEquals("prestart", hook.when());
        assertEquals(temp.resolve("usr/bin/nvidia-container-runtime-hook").toString(), hook.path());
        assertEquals(List.of("nvidia-container-runtime-hook", "prestart"), hook.args());
    }

    @Test
    void moreGpusThanAnyHostHasAreRefused() throws IOException {
        String words = "cannot give 2000000000 GPUs to the container: no host has as many";
        String request = "{'Count':2000000000,'Capabilities':[['gpu']]}";
        hook();
        assertEquals(words, refusal(settings(), request));
        describe("0");
        assertEquals(words, refusal(settings(), request));
    }

    @Test
    void withoutEitherTheDriverIsAsked() throws IOException {
        driver("535.104.05");
        assertEquals("/dev/nvidia0", edits(ALL).deviceNodes().getFirst().path());
        assertEquals(ContainerEdits.NONE, edits("{'Capabilities':[['gpu']]}"));
    }

    @Test
    void anImageThatNeedsAnotherDriverIsRefused() throws IOException {
        driver("470.57.02");
        String words = refusal(settings(), ALL);
        assertTrue(words.startsWith("image app needs CUDA >= 12.2, whose driver is 535 or newer"), words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'Count':-1,'Capabilities':[['gpu']]} | could not select device driver "" with capabilities: [[gpu]]
                    {'Driver':'x','Capabilities':[['gpu']]} | could not select device driver "x" with capabilities: [[gpu]]
                    {'Count':1,'Capabilities':[['gpu','tpu']]} | could not select device driver "" with capabilities: [[gpu tpu]]
                    {'Count':1,'DeviceIDs':['1'],'Capabilities':[['gpu']]} | cannot set both Count and DeviceIDs on device request
                    {'Driver':'cdi','Count':1} | unexpected count in CDI device request
                    {'Driver':'cdi','Options':{'a':'b'}} | unexpected options in CDI device request
                    {'Driver':'cdi','DeviceIDs':['a.b/c=d']} | CDI device injection failed: unresolvable CDI devices a.b/c=d
                    """)
    void theWordsAreDockers(String request, String words) {
        String refusal = refusal(settings(), request);
        assertTrue(refusal.startsWith(words), refusal);
    }

    @Test
    void cdiCanBeTurnedOff() {
        String words = refusal(new DeviceSettings(List.of(), temp), "{'Driver':'cdi','DeviceIDs':['a.b/c=d']}");
        assertTrue(words.startsWith("could not select device driver \"cdi\" with capabilities: []"), words);
    }
}
