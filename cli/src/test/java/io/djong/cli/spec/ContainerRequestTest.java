package io.djong.cli.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.djong.cli.option.ArgumentParser;
import io.djong.cli.option.CommandSpec;
import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonValue;
import io.djong.client.json.JsonWriter;
import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContainerRequestTest {
    private static final CommandSpec SPEC = CommandSpec.of("run", "", "")
            .operands(1, CommandSpec.ANY)
            .optionsFirst()
            .options(ContainerOptions.all());

    @TempDir
    Path directory;

    private static JsonObject request(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("image");
        return ContainerRequest.of(
                ArgumentParser.parse(SPEC, all),
                Map.of("FROM_OUTSIDE", "yes"),
                new ContainerRequest.Streams(false, true, true));
    }

    private static String host(String member, String... words) {
        JsonValue value = request(words).object("HostConfig").find(member).orElseThrow();
        return JsonWriter.compact(value);
    }

    @Test
    void unconfinedSystemPathsAreSentAsListsOfNone() {
        String[] words = {"--security-opt", "systempaths=unconfined", "--security-opt", "no-new-privileges"};
        assertEquals("[]", host("MaskedPaths", words));
        assertEquals("[]", host("ReadonlyPaths", words));
        assertEquals("[\"no-new-privileges\"]", host("SecurityOpt", words));
    }

    @Test
    void whatIsNotGivenIsNotSent() {
        assertEquals(
                "{\"AttachStdin\":false,\"AttachStdout\":true,\"AttachStderr\":true,\"Tty\":false,\"OpenStdin\":false,"
                        + "\"StdinOnce\":false,\"Image\":\"image\","
                        + "\"HostConfig\":{\"PortBindings\":{},\"NetworkMode\":\"default\"}}",
                JsonWriter.compact(request()));
    }

    @Test
    void theCommandLineFollowsTheImage() {
        JsonObject request = ContainerRequest.of(
                ArgumentParser.parse(SPEC, List.of("-i", "image", "sh", "-c", "x")),
                Map.of(),
                new ContainerRequest.Streams(true, true, true));
        assertEquals(List.of("sh", "-c", "x"), request.strings("Cmd"));
        assertTrue(request.truth("StdinOnce"));
    }

    @Test
    void variablesComeFromFilesWordsAndThisProcess() throws IOException {
        Path file = Files.writeString(directory.resolve("env"), "# no\n\n A=1\nFROM_OUTSIDE\nNOWHERE\n");
        JsonObject request = request("--env-file", file.toString(), "-e", "A=2", "-e", "NOWHERE", "-e", "E=");
        assertEquals(List.of("A=1", "FROM_OUTSIDE=yes", "A=2", "E="), request.strings("Env"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "80 | {\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"\"}]}",
                "8080:80/udp | {\"80/udp\":[{\"HostIp\":\"\",\"HostPort\":\"8080\"}]}",
                "127.0.0.1:8080:80 | {\"80/tcp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"8080\"}]}",
                "127.0.0.1::80 | {\"80/tcp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"\"}]}",
                "[::1]:8080:80 | {\"80/tcp\":[{\"HostIp\":\"::1\",\"HostPort\":\"8080\"}]}",
                "8000-8001:80-81 | {\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8000\"}],"
                        + "\"81/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8001\"}]}",
                "8000-9000:80 | {\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8000-9000\"}]}"
            })
    void portsArePublished(String text, String bindings) {
        assertEquals(bindings, host("PortBindings", "-p", text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-p | x | invalid containerPort: x",
                "-p | y:80 | invalid hostPort: y",
                "-p | 80/foo | invalid proto: foo",
                "-p | 1-2:80-82 | Invalid ranges specified for container and host Ports: 80-82 and 1-2",
                "-p | 70000 | invalid containerPort: 70000",
                "--mount | type=bind,source=/a | invalid argument \"type=bind,source=/a\" for \"--mount\" flag:"
                        + " target is required",
                "--ulimit | nofile | invalid ulimit argument: nofile",
                "--restart | on-failure:x | invalid restart policy format: maximum retry count must be an integer",
                "--env-file | /nonexistent/file | open /nonexistent/file: no such file or directory",
                "--device | a:b:c:d | invalid device specification: a:b:c:d",
                "--gpus | many | invalid count (many): value must be either \"all\" or an integer",
                "--gpus | all,1 | gpu request key 'count' can be specified only once",
                "--gpus | color=red | unexpected key 'color' in 'color=red'"
            })
    void whatIsWrongIsNamed(String option, String value, String message) {
        assertEquals(
                message,
                assertThrows(InvalidArgument.class, () -> request(option, value))
                        .message());
    }

    @Test
    void volumesAreBindsOrPlaces() {
        JsonObject request = request("-v", "/a:/b:ro", "-v", "named:/c", "-v", "/d", "-v", "./x:/e");
        List<String> binds = request.object("HostConfig").strings("Binds");
        assertEquals(List.of("/a:/b:ro", "named:/c"), binds.subList(0, 2));
        assertEquals(Path.of("x").toAbsolutePath() + ":/e", binds.get(2));
        assertEquals("{\"/d\":{}}", JsonWriter.compact(request.object("Volumes")));
    }

    @Test
    void mountsHaveTheOptionsOfTheirType() {
        assertEquals(
                "[{\"Source\":\"/a\",\"Target\":\"/b\",\"ReadOnly\":true,\"Type\":\"bind\","
                        + "\"BindOptions\":{\"Propagation\":\"rslave\"}}]",
                host("Mounts", "--mount", "type=bind,src=/a,dst=/b,ro,bind-propagation=rslave"));
        assertEquals(
                "[{\"Target\":\"/t\",\"Type\":\"tmpfs\",\"TmpfsOptions\":{\"SizeBytes\":1048576,\"Mode\":511}}]",
                host("Mounts", "--mount", "type=tmpfs,target=/t,tmpfs-size=1m,tmpfs-mode=0777"));
    }

    @Test
    void limitsAreNumbers() {
        assertEquals("67108864", host("Memory", "-m", "64m"));
        assertEquals("-1", host("MemorySwap", "--memory-swap", "-1"));
        assertEquals("1500000000", host("NanoCpus", "--cpus", "1.5"));
        assertEquals("[{\"Name\":\"nofile\",\"Hard\":20,\"Soft\":10}]", host("Ulimits", "--ulimit", "nofile=10:20"));
        assertEquals(
                "[{\"Path\":\"/dev/sda\",\"Rate\":1048576}]",
                host("BlkioDeviceReadBps", "--device-read-bps", "/dev/sda:1mb"));
    }

    @Test
    void devicesAreFilesOrNamesOfCdis() {
        String[] words = {"--device", "/dev/a", "--device", "acme.com/toy=one", "--device", "/dev/b=c:/dev/d"};
        assertEquals(
                "[{\"PathOnHost\":\"/dev/a\",\"PathInContainer\":\"/dev/a\",\"CgroupPermissions\":\"rwm\"},"
                        + "{\"PathOnHost\":\"/dev/b=c\",\"PathInContainer\":\"/dev/d\",\"CgroupPermissions\":\"rwm\"}]",
                host("Devices", words));
        assertEquals("[{\"Driver\":\"cdi\",\"DeviceIDs\":[\"acme.com/toy=one\"]}]", host("DeviceRequests", words));
    }

    @Test
    void gpusAreCountedOrNamed() {
        String gpu = "\"Capabilities\":[[\"gpu\"]]}]";
        assertEquals("[{\"Count\":-1," + gpu, host("DeviceRequests", "--gpus", "all"));
        assertEquals("[{\"Count\":2," + gpu, host("DeviceRequests", "--gpus", "2"));
        assertEquals(
                "[{\"DeviceIDs\":[\"0\",\"GPU-1\"]," + gpu, host("DeviceRequests", "--gpus", "\"device=0,GPU-1\""));
        assertEquals(
                "[{\"Driver\":\"nvidia\",\"Count\":1,\"Capabilities\":[[\"utility\",\"video\",\"gpu\"]]}]",
                host("DeviceRequests", "--gpus", "driver=nvidia,\"capabilities=utility,video\""));
    }

    @Test
    void networksCarryNamesAndAddresses() {
        JsonObject request = request("--network", "name=net,alias=web,ip=10.0.0.7", "--network-alias", "x");
        assertEquals("net", request.object("HostConfig").string("NetworkMode"));
        assertEquals(
                "{\"net\":{\"Aliases\":[\"x\"],\"IPAMConfig\":{\"IPv4Address\":\"10.0.0.7\"}}}",
                JsonWriter.compact(request.object("NetworkingConfig").object("EndpointsConfig")));
        assertEquals("none", request("--net", "none").object("HostConfig").string("NetworkMode"));
    }

    @Test
    void aHealthCheckIsReplacedOrLeftOut() {
        assertEquals(
                "{\"Test\":[\"CMD-SHELL\",\"true\"],\"Interval\":5000000000,\"Retries\":3}",
                JsonWriter.compact(request("--health-cmd", "true", "--health-interval", "5s", "--health-retries", "3")
                        .object("Healthcheck")));
        assertEquals(
                "{\"Test\":[\"NONE\"]}",
                JsonWriter.compact(request("--no-healthcheck").object("Healthcheck")));
    }
}
