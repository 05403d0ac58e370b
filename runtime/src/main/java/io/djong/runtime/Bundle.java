package io.djong.runtime;

import io.djong.model.ContainerId;
import io.djong.model.error.Internal;
import io.djong.model.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The files of one container below the exec-root: its bundle, its exit file, the runtime's state of it. All are small
 * and on a tmpfs, so nothing is synced.
 */
final class Bundle {
    private static final Logger LOG = LoggerFactory.getLogger(Bundle.class);

    static final String PID_FILE = "pidfile";
    static final String RUNTIME_LOG = "runtime.log";

    private static final String CONFIG = "config.json";
    private static final String TASK = "task.json";
    private static final String HANDLING = "runtime.json";
    private static final String NO_GROUP = "/djong-none/";

    private final RuntimePaths paths;
    private final ContainerId id;

    Bundle(RuntimePaths paths, ContainerId id) {
        this.paths = paths;
        this.id = id;
    }

    /** What a later daemon has to know of a task. */
    record Notes(long monitor, Stdio stdio, String cgroupsPath) {}

    ContainerId id() {
        return id;
    }

    /** Whether the main process still waits for its start at {@link #execFifo}. */
    boolean neverStarted() {
        return Files.exists(execFifo());
    }

    /** The path of the container's control groups, from its configuration; the empty group's if that is unreadable. */
    String cgroupsPath() {
        try {
            return Json.tree(config()).path("linux").path("cgroupsPath").asString(NO_GROUP + id);
        } catch (RuntimeException e) {
            return NO_GROUP + id;
        }
    }

    Path directory() {
        return paths.bundle(id);
    }

    Path file(String name) {
        return directory().resolve(name);
    }

    Path attachSocket() {
        return file("attach");
    }

    Path control() {
        return paths.control(id);
    }

    private Path runtimeState() {
        return paths.runtimeRoot().resolve(id.value());
    }

    /** Where the container's main process waits for its start. */
    Path execFifo() {
        return runtimeState().resolve("exec.fifo");
    }

    private Path exitFile() {
        return paths.exits().resolve(id.value());
    }

    boolean exists() {
        return Files.isDirectory(directory());
    }

    /** Makes its directory. */
    void create() {
        try {
            Files.createDirectory(directory());
        } catch (FileAlreadyExistsException e) {
            throw new Internal("container " + id + " has a task already");
        } catch (IOException e) {
            throw new Internal("failed to make the bundle of container " + id + ": " + e.getMessage(), e);
        }
    }

    void configure(byte[] config) {
        try {
            Files.write(file(CONFIG), config);
        } catch (IOException e) {
            throw new Internal("failed to write the bundle of container " + id + ": " + e.getMessage(), e);
        }
    }

    byte[] config() {
        try {
            return Files.readAllBytes(file(CONFIG));
        } catch (IOException e) {
            throw new Internal("failed to read the bundle of container " + id + ": " + e.getMessage(), e);
        }
    }

    void note(Notes notes) {
        ObjectNode json = Json.object();
        json.put("monitor", notes.monitor());
        json.put("terminal", notes.stdio().terminal());
        json.put("input", notes.stdio().input().name());
        json.put("spool", notes.stdio().spool().toString());
        json.put("cgroup", notes.cgroupsPath());
        try {
            Files.write(file(TASK), Json.bytes(json));
        } catch (IOException e) {
            throw new Internal("failed to note the task of container " + id + ": " + e.getMessage(), e);
        }
    }

    /** Notes by what the container is run, before there is anything to be found again. */
    void note(Handling handling) {
        RuntimeCommand command = handling.runtime().command();
        if (command.isStock() && !handling.hooks()) {
            return; // what is not noted
        }
        ObjectNode json = Json.object();
        json.put("name", command.name());
        json.put("program", command.program().toString());
        command.arguments().forEach(json.putArray("arguments")::add);
        json.put("hooks", handling.hooks());
        try {
            Files.write(file(HANDLING), Json.bytes(json));
        } catch (IOException e) {
            throw new Internal("failed to note the runtime of container " + id + ": " + e.getMessage(), e);
        }
    }

    /** By what the container is run: as was noted, whatever this daemon has been told of since. */
    Handling handling(OciRuntimes runtimes) {
        try {
            JsonNode json = Json.tree(Files.readAllBytes(file(HANDLING)));
            RuntimeCommand command = new RuntimeCommand(
                    json.path("name").asString(""),
                    Path.of(json.path("program").asString("")),
                    json.path("arguments").valueStream().map(JsonNode::asString).toList());
            OciRuntime runtime = command.isStock() ? runtimes.stock() : runtimes.of(command);
            return new Handling(runtime, json.path("hooks").asBoolean());
        } catch (IOException | RuntimeException e) {
            return new Handling(runtimes.stock(), false);
        }
    }

    /** What was noted; empty if the daemon died before it could. */
    Optional<Notes> notes() {
        try {
            JsonNode json = Json.tree(Files.readAllBytes(file(TASK)));
            Stdio stdio = new Stdio(
                    json.path("terminal").asBoolean(),
                    Stdio.Input.valueOf(json.path("input").asString("NONE")),
                    Path.of(json.path("spool").asString("")));
            return Optional.of(new Notes(
                    json.path("monitor").asLong(), stdio, json.path("cgroup").asString("")));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The main process's number, which conmon had the runtime write. */
    OptionalLong pid() {
        return number(file(PID_FILE));
    }

    private static OptionalLong number(Path file) {
        try {
            return OptionalLong.of(Long.parseLong(
                    Files.readString(file, StandardCharsets.US_ASCII).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** What conmon recorded of the end, without the question of memory. */
    Optional<TaskExit> recordedExit() {
        OptionalLong code = number(exitFile());
        if (code.isEmpty()) {
            return Optional.empty();
        }
        Instant at;
        try {
            at = Files.getLastModifiedTime(exitFile()).toInstant();
        } catch (IOException e) {
            at = Instant.now();
        }
        return Optional.of(new TaskExit((int) code.getAsLong(), at, Files.exists(file("oom"))));
    }

    /** Removes the runtime's state. */
    void removeState() throws IOException {
        removeDirectory(runtimeState());
    }

    void removeExitFile() throws IOException {
        Files.deleteIfExists(exitFile());
    }

    /** Removes the bundle itself: the last trace. */
    void removeDirectory() throws IOException {
        removeDirectory(directory());
    }

    /** Removes it with its files, also with those that are made meanwhile, by an exec that finds the container ended. */
    private static void removeDirectory(Path directory) throws IOException {
        boolean removed = false;
        while (!removed) {
            removeFiles(directory);
            try {
                Files.deleteIfExists(directory);
                removed = true;
            } catch (DirectoryNotEmptyException e) {
                LOG.debug("{} got a file while it was removed", directory);
            }
        }
    }

    private static void removeFiles(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Files.deleteIfExists(entry);
            }
        } catch (NoSuchFileException e) {
            // nothing to remove
        }
    }
}
