package io.djong.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.djong.kernel.event.Poller;
import io.djong.kernel.process.Reaper;
import io.djong.kernel.process.Signal;
import io.djong.model.ContainerId;
import io.djong.model.container.ContainerConfig;
import io.djong.model.container.HostConfig;
import io.djong.model.json.Json;
import io.djong.runtime.spec.BindMount;
import io.djong.runtime.spec.ContainerDefaults;
import io.djong.runtime.spec.ContainerSpec;
import io.djong.runtime.spec.Namespaces;
import io.djong.testkit.Privilege;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A place to run containers in tests: an exec-root on a tmpfs, and a root file system made of the machine's own busybox
 * and libc. Containers share that root; what they write to it goes with it.
 */
final class Machine implements AutoCloseable {
    private static final long SETTLE_NANOS = 3_000_000_000L;

    /** Not the daemon's own default, so that one that goes by a fixed name is found out. */
    static final String CGROUP_PARENT = "/djong-runtime-it";

    private static final List<String> APPLETS = List.of(
            "sh",
            "true",
            "false",
            "cat",
            "echo",
            "sleep",
            "ls",
            "id",
            "env",
            "pwd",
            "hostname",
            "seq",
            "head",
            "tail",
            "dd",
            "kill",
            "stty",
            "mount",
            "grep",
            "yes",
            "touch",
            "ps",
            "mkdir",
            "rm",
            "test",
            "trap",
            "wc");

    private final Path directory;
    private final Path rootfs;
    private final boolean owner;
    private final Reaper reaper = Reaper.start();
    private final Poller poller = Poller.start();
    private final RuntimePaths paths;
    private final Tasks tasks;

    private Machine(Path directory, boolean owner) {
        this.directory = directory;
        this.rootfs = directory.resolve("rootfs");
        this.owner = owner;
        this.paths = new RuntimePaths(
                directory.resolve("x"), Privilege.program("conmon"), Runtimes.only(Privilege.program("runc")));
        this.tasks = new Tasks(paths, new ContainerDefaults(CGROUP_PARENT, "builtin", false), reaper, poller);
    }

    /** Sets one up. */
    static Machine open() throws IOException {
        Privilege.root();
        Machine machine = new Machine(Files.createTempDirectory(Path.of("/dev/shm"), "djong-runtime-it"), true);
        machine.makeRootfs();
        machine.tasks.start();
        machine.tasks.warmUp();
        return machine;
    }

    /** Opens one that another process set up. */
    static Machine reopen(Path directory) {
        Machine machine = new Machine(directory, false);
        machine.tasks.start();
        return machine;
    }

    private void makeRootfs() throws IOException {
        for (String name : List.of("bin", "etc", "proc", "sys", "dev", "tmp", "root")) {
            Files.createDirectories(rootfs.resolve(name));
        }
        Files.setPosixFilePermissions(rootfs.resolve("tmp"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.copy(Privilege.program("busybox"), rootfs.resolve("bin/busybox"));
        for (String applet : APPLETS) {
            Files.createSymbolicLink(rootfs.resolve("bin").resolve(applet), Path.of("busybox"));
        }
        for (String library : libraries()) {
            Path target = rootfs.resolve(library.substring(1));
            Files.createDirectories(target.getParent());
            Files.copy(Path.of(library).toRealPath(), target);
        }
        Files.writeString(
                rootfs.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000::/tmp:/bin/sh\n");
        Files.writeString(rootfs.resolve("etc/group"), "root:x:0:\nuser:x:1000:\nextra:x:2000:user\n");
    }

    /** What busybox is linked to, as its own loader tells in this process's memory map: the libraries of libc. */
    private static List<String> libraries() throws IOException {
        List<String> found = new ArrayList<>();
        for (String directory : List.of("/lib64", "/lib", "/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu")) {
            for (String name : List.of(
                    "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libc.so.6", "libm.so.6", "libresolv.so.2")) {
                Path path = Path.of(directory, name);
                if (Files.exists(path)) {
                    found.add(path.toString());
                }
            }
        }
        return found;
    }

    Tasks tasks() {
        return tasks;
    }

    Reaper reaper() {
        return reaper;
    }

    Poller poller() {
        return poller;
    }

    Path directory() {
        return directory;
    }

    Path rootfs() {
        return rootfs;
    }

    RuntimePaths paths() {
        return paths;
    }

    static ContainerId id() {
        return ContainerId.random(new Random());
    }

    /** How many monitors there are of a container. */
    int monitors(ContainerId id) {
        return Found.all(paths, id, new OciRuntimes(paths, reaper, poller).stock())
                .size();
    }

    /** A container that runs a shell script. */
    ContainerSpec script(String script) {
        return spec(List.of("sh", "-c", script), "{}", "{}");
    }

    /** A container that runs a command, with more of its configuration as JSON. */
    ContainerSpec spec(List<String> command, String config, String host, BindMount... mounts) {
        ContainerConfig more = Json.read(config, ContainerConfig.class);
        tools.jackson.databind.node.ObjectNode merged =
                Json.tree(Json.bytes(more)).asObject();
        command.forEach(merged.putArray("Cmd")::add);
        ContainerId id = id();
        return new ContainerSpec(
                id,
                Json.read(Json.bytes(merged), ContainerConfig.class),
                Json.read(host, HostConfig.class),
                rootfs,
                id.shortId(),
                Namespaces.DEFAULT,
                List.of(mounts),
                Optional.empty(),
                Path.of(""),
                List.of(),
                Optional.empty());
    }

    /** What a container printed, by stream, and how it ended. */
    record Result(TaskExit exit, String out, String err) {}

    /** Runs a container to its end and removes it. */
    Result run(ContainerSpec spec) throws InterruptedException, IOException {
        Task task = tasks.create(spec, new Stdio(spec.config().tty(), Stdio.Input.NONE, Path.of("")));
        try (Attachment attachment = task.attach()) {
            task.start();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            collect(attachment, out, err);
            TaskExit exit = task.await();
            return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            task.kill(Signal.KILL);
            task.await();
            task.delete();
        }
    }

    static void collect(Attachment attachment, ByteArrayOutputStream out, ByteArrayOutputStream err)
            throws IOException {
        Optional<Frame> frame = attachment.read();
        while (frame.isPresent()) {
            Frame part = frame.get();
            (part.stream() == Frame.Stream.STDOUT ? out : err).write(part.buffer(), part.offset(), part.length());
            frame = attachment.read();
        }
    }

    /** Fails if anything is left of a container a little later: what was killed may still have to be reaped. */
    void assertNothingLeft(ContainerId id) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + SETTLE_NANOS;
        List<String> left = left(id);
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(20);
            left = left(id);
        }
        assertEquals(List.of(), left);
    }

    private List<String> left(ContainerId id) throws IOException {
        List<String> left = new ArrayList<>();
        for (Path path : List.of(
                paths.bundle(id),
                paths.exits().resolve(id.value()),
                paths.runtimeRoot().resolve(id.value()))) {
            if (Files.exists(path)) {
                left.add(path.toString());
            }
        }
        try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(Path.of("/sys/fs/cgroup"))) {
            for (Path hierarchy : hierarchies) {
                Path group = Path.of(hierarchy + CGROUP_PARENT, id.value());
                if (Files.exists(group)) {
                    left.add(group.toString());
                }
            }
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (mentions(process.resolve("cmdline"), id) || mentions(process.resolve("cgroup"), id)) {
                    left.add("process " + process.getFileName());
                }
            }
        }
        if (mentions(Path.of("/proc/self/mountinfo"), id)) {
            left.add("a mount");
        }
        return left;
    }

    private static boolean mentions(Path file, ContainerId id) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(id.value());
        } catch (IOException e) {
            return false;
        }
    }

    /** Fails where a container's group is still in one. */
    private static void removeCgroupParents() throws IOException {
        try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(Path.of("/sys/fs/cgroup"))) {
            for (Path hierarchy : hierarchies) {
                Files.deleteIfExists(Path.of(hierarchy + CGROUP_PARENT, "own"));
                Files.deleteIfExists(Path.of(hierarchy + CGROUP_PARENT));
            }
        }
        Files.deleteIfExists(Path.of("/sys/fs/cgroup" + CGROUP_PARENT, "own"));
        Files.deleteIfExists(Path.of("/sys/fs/cgroup" + CGROUP_PARENT));
    }

    @Override
    public void close() throws IOException {
        tasks.close();
        poller.close();
        reaper.close();
        if (!owner) {
            return;
        }
        removeCgroupParents();
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
