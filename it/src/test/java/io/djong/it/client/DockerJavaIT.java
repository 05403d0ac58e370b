package io.djong.it.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CopyArchiveFromContainerCmd;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ChangeLog;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.PruneType;
import com.github.dockerjava.api.model.Statistics;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.djong.it.Host;
import io.djong.testkit.process.Await;
import io.djong.testkit.process.Command;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What programs do by docker-java, which reads every field that it knows into a type. */
final class DockerJavaIT {
    @RegisterExtension
    static final Host HOST = Host.with();

    private static final long LIMIT = Host.LIMIT.toSeconds();

    private final DockerClient client = connect();

    @TempDir
    Path here;

    private static DockerClient connect() {
        URI socket = URI.create("unix://" + HOST.daemon().root().socket());
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(socket.toString())
                .build();
        return DockerClientImpl.getInstance(
                config, new ZerodepDockerHttpClient.Builder().dockerHost(socket).build());
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
    }

    /** Output as it comes. */
    private static final class Output extends ResultCallback.Adapter<Frame> {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void onNext(Frame frame) {
            bytes.writeBytes(frame.getPayload());
        }

        String whole() throws InterruptedException {
            assertTrue(awaitCompletion(LIMIT, TimeUnit.SECONDS), "the output does not end");
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    private CreateContainerCmd container(String script) {
        return client.createContainerCmd("busybox").withCmd("sh", "-c", script);
    }

    private String running() {
        String id = container("sleep 1000").exec().getId();
        client.startContainerCmd(id).exec();
        return id;
    }

    private int exitCode(String id) {
        return client.waitContainerCmd(id)
                .exec(new WaitContainerResultCallback())
                .awaitStatusCode(LIMIT, TimeUnit.SECONDS);
    }

    @Test
    void theEngineTellsOfItself() {
        client.pingCmd().exec();
        assertEquals("linux", client.versionCmd().exec().getOperatingSystem());
        assertNotNull(client.versionCmd().exec().getApiVersion());
        assertEquals(0, client.infoCmd().exec().getContainers());
        assertEquals(
                List.of("busybox:latest"),
                client.inspectImageCmd("busybox").exec().getRepoTags());
    }

    @Test
    void whatWasAskedForIsReadBack() {
        HostConfig host = HostConfig.newHostConfig()
                .withMemory(64L << 20)
                .withCpuShares(512)
                .withPidsLimit(50L)
                .withCapAdd(Capability.NET_ADMIN)
                .withCapDrop(Capability.MKNOD)
                .withReadonlyRootfs(true)
                .withShmSize(1L << 20)
                .withTmpFs(Map.of("/tmp", "size=1m"))
                .withUlimits(List.of(new Ulimit("nofile", 64L, 64L)))
                .withExtraHosts("other:10.0.0.9")
                .withDns("10.0.0.1")
                .withSysctls(Map.of("net.core.somaxconn", "100"))
                .withPortBindings(PortBinding.parse("127.0.0.1::80"));
        String id = container("ulimit -n; cat /proc/sys/net/core/somaxconn; grep -c other /etc/hosts; sleep 1000")
                .withName("full")
                .withLabels(Map.of("colour", "blue"))
                .withEnv("A=b")
                .withExposedPorts(ExposedPort.tcp(80))
                .withHostConfig(host)
                .exec()
                .getId();
        client.startContainerCmd(id).exec();
        InspectContainerResponse found = client.inspectContainerCmd("full").exec();
        assertEquals(64L << 20, found.getHostConfig().getMemory());
        assertEquals(Capability.NET_ADMIN, found.getHostConfig().getCapAdd()[0]);
        assertEquals(true, found.getState().getRunning());
        assertEquals(Map.of("colour", "blue"), found.getConfig().getLabels());
        assertNotNull(found.getNetworkSettings().getPorts().getBindings().get(ExposedPort.tcp(80)));
        ContainerNetwork bridge = found.getNetworkSettings().getNetworks().get("bridge");
        assertNotNull(bridge == null ? null : bridge.getIpAddress());
        Await.until("the container has printed", Host.LIMIT, () -> log(id).equals("64\n100\n1\n"));
    }

    private String log(String id) {
        Output log = new Output();
        client.logContainerCmd(id).withStdOut(true).withStdErr(true).exec(log);
        try {
            return log.whole();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void outputIsHeardByAttachingAndInTheLog() throws Exception {
        String id = container("read line; echo $line; echo end >&2; exit 3")
                .withStdinOpen(true)
                .withStdInOnce(true)
                .exec()
                .getId();
        Output attached = new Output();
        client.attachContainerCmd(id)
                .withStdIn(new ByteArrayInputStream("hello\n".getBytes(StandardCharsets.UTF_8)))
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .exec(attached)
                .awaitStarted(LIMIT, TimeUnit.SECONDS);
        client.startContainerCmd(id).exec();
        assertEquals("hello\nend\n", attached.whole());
        assertEquals(3, exitCode(id));
        Output log = new Output();
        client.logContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .withTailAll()
                .exec(log);
        assertEquals("hello\nend\n", log.whole());
    }

    @Test
    void anExecReadsAndAnswers() throws Exception {
        String id = running();
        String exec = client.execCreateCmd(id)
                .withAttachStdin(true)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .withCmd("sh", "-c", "read line; echo $line; exit 4")
                .exec()
                .getId();
        Output output = new Output();
        client.execStartCmd(exec)
                .withStdIn(new ByteArrayInputStream("typed\n".getBytes(StandardCharsets.UTF_8)))
                .exec(output);
        assertEquals("typed\n", output.whole());
        assertEquals(4L, client.inspectExecCmd(exec).exec().getExitCodeLong());
    }

    @Test
    void aContainerIsLedThroughItsLife() {
        String id = running();
        client.pauseContainerCmd(id).exec();
        assertEquals(true, client.inspectContainerCmd(id).exec().getState().getPaused());
        client.unpauseContainerCmd(id).exec();
        client.renameContainerCmd(id).withName("renamed").exec();
        assertEquals("/renamed", client.inspectContainerCmd(id).exec().getName());
        assertTrue(client.topContainerCmd(id).exec().getProcesses().length > 0);
        client.updateContainerCmd(id)
                .withMemory(64L << 20)
                .withMemorySwap(128L << 20)
                .exec();
        assertEquals(
                64L << 20, client.inspectContainerCmd(id).exec().getHostConfig().getMemory());
        client.restartContainerCmd(id).withTimeout(0).exec();
        client.killContainerCmd(id).exec();
        assertEquals(137, exitCode(id));
        client.startContainerCmd(id).exec();
        client.stopContainerCmd(id).withTimeout(0).exec();
        assertEquals(false, client.inspectContainerCmd(id).exec().getState().getRunning());
        client.removeContainerCmd(id).exec();
    }

    @Test
    void listsAreFiltered() {
        String made = container("true")
                .withName("made")
                .withLabels(Map.of("a", "b"))
                .exec()
                .getId();
        String runs = running();
        assertEquals(List.of(runs), ids(client.listContainersCmd().exec()));
        assertEquals(
                List.of(made),
                ids(client.listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(Map.of("a", "b"))
                        .exec()));
        assertEquals(
                List.of(made),
                ids(client.listContainersCmd()
                        .withStatusFilter(List.of("created"))
                        .exec()));
        List<Container> sized = client.listContainersCmd().withShowSize(true).exec();
        assertEquals(0L, Optional.ofNullable(sized.getFirst().getSizeRw()).orElse(-1L));
        client.pruneCmd(PruneType.CONTAINERS).exec();
        assertEquals(
                List.of(runs), ids(client.listContainersCmd().withShowAll(true).exec()));
    }

    private static List<String> ids(List<Container> containers) {
        return containers.stream().map(Container::getId).toList();
    }

    @Test
    void eventsAndStatisticsArrive() throws Exception {
        ResultCallback.Adapter<Event> events = new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Event event) {
                super.onNext(event);
                onComplete();
            }
        };
        client.eventsCmd().withEventFilter("die").exec(events).awaitStarted(LIMIT, TimeUnit.SECONDS);
        String id = running();
        Statistics statistics = client.statsCmd(id)
                .withNoStream(true)
                .exec(new FirstOf<Statistics>())
                .first();
        assertNotNull(statistics.getCpuStats().getCpuUsage());
        assertTrue(Optional.ofNullable(statistics.getMemoryStats().getUsage()).orElse(0L) > 0);
        client.killContainerCmd(id).exec();
        assertTrue(events.awaitCompletion(LIMIT, TimeUnit.SECONDS));
    }

    /** The first of what comes. */
    private static final class FirstOf<T> extends ResultCallback.Adapter<T> {
        private Optional<T> first = Optional.empty();

        @Override
        public void onNext(T next) {
            first = first.or(() -> Optional.of(next));
        }

        T first() throws InterruptedException {
            assertTrue(awaitCompletion(LIMIT, TimeUnit.SECONDS), "nothing comes");
            return first.orElseThrow();
        }
    }

    @Test
    void filesGoInAndComeOut() throws Exception {
        String id = container("true").exec().getId();
        client.copyArchiveToContainerCmd(id)
                .withTarInputStream(tar(Map.of("dir/one", "first\n", "two", "second\n")))
                .withRemotePath("/tmp")
                .exec();
        assertEquals(Map.of("one", "first\n"), files(client.copyArchiveFromContainerCmd(id, "/tmp/dir/one")));
        assertEquals(
                Map.of("tmp/dir/one", "first\n", "tmp/two", "second\n"),
                files(client.copyArchiveFromContainerCmd(id, "/tmp")));
        client.copyArchiveToContainerCmd(id)
                .withHostResource(
                        Files.writeString(here.resolve("mine"), "of the host\n").toString())
                .withRemotePath("/tmp")
                .exec();
        assertEquals(Map.of("mine", "of the host\n"), files(client.copyArchiveFromContainerCmd(id, "/tmp/mine")));
        assertEquals(
                List.of("/tmp", "/tmp/dir", "/tmp/dir/one", "/tmp/mine", "/tmp/two"),
                client.containerDiffCmd(id).exec().stream()
                        .map(ChangeLog::getPath)
                        .toList());
        assertThrows(
                NotFoundException.class,
                () -> client.copyArchiveFromContainerCmd(id, "/nosuch").exec());
        assertThrows(
                NotFoundException.class,
                () -> client.copyArchiveToContainerCmd(id)
                        .withTarInputStream(tar(Map.of()))
                        .withRemotePath("/nosuch")
                        .exec());
        assertThrows(
                BadRequestException.class,
                () -> client.copyArchiveToContainerCmd(id)
                        .withTarInputStream(new ByteArrayInputStream(
                                "no archive".repeat(100).getBytes(StandardCharsets.UTF_8)))
                        .withRemotePath("/tmp")
                        .exec());
    }

    private InputStream tar(Map<String, String> files) throws IOException {
        Path tree = Files.createTempDirectory(here, "in");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = tree.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Path tar = here.resolve("in.tar");
        Command.of("tar", "-cf", tar.toString(), "-C", tree.toString(), ".")
                .run()
                .ok();
        return new ByteArrayInputStream(Files.readAllBytes(tar));
    }

    /** The regular files of an archive, with what is in them. */
    private Map<String, String> files(CopyArchiveFromContainerCmd copy) throws IOException {
        Path tree = Files.createTempDirectory(here, "out");
        Path tar = here.resolve("out.tar");
        try (InputStream archive = copy.exec()) {
            Files.copy(archive, tar, StandardCopyOption.REPLACE_EXISTING);
        }
        Command.of("tar", "-xf", tar.toString(), "-C", tree.toString()).run().ok();
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(tree)) {
            for (Path path : found.filter(Files::isRegularFile).toList()) {
                files.put(tree.relativize(path).toString(), Files.readString(path));
            }
        }
        return files;
    }

    @Test
    void aContainerBecomesAnImage() {
        String id = container("true").exec().getId();
        String image = client.commitCmd(id)
                .withRepository("made")
                .withTag("1")
                .withAuthor("who")
                .exec();
        assertEquals(image, client.inspectImageCmd("made:1").exec().getId());
        assertEquals("who", client.inspectImageCmd("made:1").exec().getAuthor());
        client.removeImageCmd("made:1").exec();
        assertThrows(NotFoundException.class, () -> client.commitCmd("nobody").exec());
    }

    @Test
    void networksAreMadeAndJoined() {
        String network = client.createNetworkCmd().withName("dj").exec().getId();
        String id = container("sleep 1000")
                .withHostConfig(HostConfig.newHostConfig().withNetworkMode("dj"))
                .exec()
                .getId();
        client.startContainerCmd(id).exec();
        assertTrue(client.inspectNetworkCmd()
                .withNetworkId(network)
                .exec()
                .getContainers()
                .containsKey(id));
        client.removeContainerCmd(id).withForce(true).exec();
        client.removeNetworkCmd(network).exec();
    }

    @Test
    void failuresHaveTheirTypes() {
        String id = running();
        assertThrows(
                NotFoundException.class,
                () -> client.inspectContainerCmd("nobody").exec());
        assertThrows(
                NotFoundException.class,
                () -> client.createContainerCmd("nosuchimage").exec());
        assertThrows(
                ConflictException.class, () -> client.removeContainerCmd(id).exec());
        assertThrows(
                ConflictException.class,
                () -> container("true")
                        .withName(
                                client.inspectContainerCmd(id).exec().getName().substring(1))
                        .exec());
        assertThrows(
                NotModifiedException.class, () -> client.startContainerCmd(id).exec());
        assertThrows(
                BadRequestException.class,
                () -> client.killContainerCmd(id).withSignal("NOSUCH").exec());
        client.stopContainerCmd(id).withTimeout(0).exec();
        assertThrows(
                NotModifiedException.class, () -> client.stopContainerCmd(id).exec());
    }
}
