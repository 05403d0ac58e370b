package io.djong.client;

import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Containers. An {@code id} is a whole id, the beginning of one, or a name. */
public final class ContainerOperations {
    private final Transport transport;

    ContainerOperations(Transport transport) {
        this.transport = transport;
    }

    /** A container that was made, and what the engine has to say about its settings. */
    public record Created(String id, List<String> warnings) {
        public Created {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * How a container ended.
     *
     * @param error what went wrong while waiting, or empty
     */
    public record Exit(int code, String error) {}

    /** Which streams to attach, and whether what was written before comes first. */
    public record AttachOptions(boolean stdin, boolean stdout, boolean stderr, boolean logs, String detachKeys) {}

    /** Which lines of the log to read; times are seconds of the epoch with a fraction, or empty. */
    public record LogOptions(
            boolean follow, boolean timestamps, boolean details, String tail, String since, String until) {}

    /**
     * Which containers to list.
     *
     * @param limit how many of the newest, or 0 for all
     */
    public record ListOptions(boolean all, int limit, boolean size, Map<String, List<String>> filters) {
        public ListOptions {
            filters = Map.copyOf(filters);
        }
    }

    /** What goes with a container, and whether it may be running. */
    public record RemoveOptions(boolean force, boolean volumes, boolean link) {}

    /** Until what to wait: the API's names. */
    public enum WaitCondition {
        NOT_RUNNING("not-running"),
        NEXT_EXIT("next-exit"),
        REMOVED("removed");

        private final String wire;

        WaitCondition(String wire) {
            this.wire = wire;
        }
    }

    /**
     * Makes a container.
     *
     * @param spec API definition ContainerCreateRequest; name and platform may be empty
     */
    public Created create(JsonObject spec, String name, String platform) {
        Query query = new Query().add("name", name).add("platform", platform);
        JsonObject answer = transport.post("/containers/create", query, spec);
        return new Created(answer.string("Id"), answer.strings("Warnings"));
    }

    /** Starts a container; one that runs already is left alone. */
    public void start(String id, String detachKeys) {
        transport.post(path(id, "start"), new Query().add("detachKeys", detachKeys));
    }

    /** Stops a container: its signal, and after the timeout the killing one. */
    public void stop(String id, String signal, OptionalInt timeoutSeconds) {
        transport.post(path(id, "stop"), stopping(signal, timeoutSeconds));
    }

    public void restart(String id, String signal, OptionalInt timeoutSeconds) {
        transport.post(path(id, "restart"), stopping(signal, timeoutSeconds));
    }

    private static Query stopping(String signal, OptionalInt timeoutSeconds) {
        String timeout = timeoutSeconds.isPresent() ? Integer.toString(timeoutSeconds.getAsInt()) : "";
        return new Query().add("signal", signal).add("t", timeout);
    }

    public void kill(String id, String signal) {
        transport.post(path(id, "kill"), new Query().add("signal", signal));
    }

    public void pause(String id) {
        transport.post(path(id, "pause"), new Query());
    }

    public void unpause(String id) {
        transport.post(path(id, "unpause"), new Query());
    }

    public void rename(String id, String name) {
        transport.post(path(id, "rename"), new Query().add("name", name));
    }

    public void resize(String id, int rows, int columns) {
        Query query = new Query().add("h", Integer.toString(rows)).add("w", Integer.toString(columns));
        transport.post(path(id, "resize"), query);
    }

    public void remove(String id, RemoveOptions options) {
        Query query = new Query()
                .add("v", options.volumes())
                .add("link", options.link())
                .add("force", options.force());
        transport.delete("/containers/" + Query.encode(id), query);
    }

    /** API definition ContainerSummary, one for each. */
    public JsonArray list(ListOptions options) {
        Query query = new Query()
                .add("all", options.all())
                .add("limit", options.limit() > 0 ? Integer.toString(options.limit()) : "")
                .add("size", options.size())
                .filters(options.filters());
        return transport.getArray("/containers/json", query);
    }

    /** API definition ContainerInspectResponse. */
    public JsonObject inspect(String id) {
        return transport.getObject(path(id, "json"), new Query());
    }

    /** As {@link #inspect}, with the sizes of the files, which take a while to count. */
    public JsonObject inspectWithSizes(String id) {
        return transport.getObject(path(id, "json"), new Query().add("size", true));
    }

    /**
     * The processes.
     *
     * @param arguments those of {@code ps}, or empty
     */
    public JsonObject top(String id, String arguments) {
        return transport.getObject(path(id, "top"), new Query().add("ps_args", arguments));
    }

    /**
     * Changes resources and the restart policy.
     *
     * @param changes those members of API definitions Resources and RestartPolicy that are to change
     * @return what the engine has to say about them
     */
    public List<String> update(String id, JsonObject changes) {
        return transport.post(path(id, "update"), new Query(), changes).strings("Warnings");
    }

    /** API definition FilesystemChange, one for each file that is not as in the image. */
    public JsonArray changes(String id) {
        return transport.getArray(path(id, "changes"), new Query());
    }

    /** All files, as a tar archive. */
    public ByteAnswer export(String id) {
        return new ByteAnswer(transport.stream("GET", path(id, "export"), new Query(), null));
    }

    /** API definition ContainerStatsResponse, of now. */
    public JsonObject stats(String id) {
        return transport.getObject(path(id, "stats"), new Query().add("stream", "0"));
    }

    /** Removes those that do not run. @return API definition ContainerPruneResponse */
    public JsonObject prune(Map<String, List<String>> filters) {
        return transport.postForObject("/containers/prune", new Query().filters(filters));
    }

    public Attachment attach(String id, AttachOptions options) {
        Query query = new Query()
                .add("detachKeys", options.detachKeys())
                .add("logs", options.logs())
                .add("stream", true)
                .add("stdin", options.stdin())
                .add("stdout", options.stdout())
                .add("stderr", options.stderr());
        return transport.hijack(path(id, "attach"), query, null);
    }

    /** The log of both streams: raw where the container has a terminal, otherwise in the frames of {@link Frames}. */
    public ByteAnswer logs(String id, LogOptions options) {
        Query query = new Query()
                .add("stdout", true)
                .add("stderr", true)
                .add("follow", options.follow())
                .add("timestamps", options.timestamps())
                .add("details", options.details())
                .add("tail", options.tail())
                .add("since", options.since())
                .add("until", options.until());
        return new ByteAnswer(transport.stream("GET", path(id, "logs"), query, null));
    }

    /** Begins to wait: what happens from now on is not missed, so a start may follow. */
    public Waiting await(String id, WaitCondition condition) {
        Query query = new Query().add("condition", condition.wire);
        return new Waiting(new Messages(transport.endpoint(), transport.stream("POST", path(id, "wait"), query, null)));
    }

    /** A wait that has begun. */
    public static final class Waiting implements AutoCloseable {
        private final Messages messages;

        private Waiting(Messages messages) {
            this.messages = messages;
        }

        /** Blocks until the condition holds. */
        public Exit exit() {
            JsonObject answer = messages.next().orElse(JsonObject.EMPTY);
            String error = answer.has("StatusCode")
                    ? answer.object("Error").string("Message")
                    : "the engine stopped answering while it was waited for the container";
            return new Exit((int) answer.number("StatusCode"), error);
        }

        @Override
        public void close() {
            messages.close();
        }
    }

    private static String path(String id, String verb) {
        return "/containers/" + Query.encode(id) + "/" + verb;
    }
}
