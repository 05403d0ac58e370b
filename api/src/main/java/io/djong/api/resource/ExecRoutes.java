package io.djong.api.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.djong.api.routing.Call;
import io.djong.api.routing.Router;
import io.djong.api.stream.Conversation;
import io.djong.api.wire.ExecDocument;
import io.djong.engine.exec.ExecRequest;
import io.djong.engine.exec.Execs;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Processes run beside a container's main one. */
public final class ExecRoutes {
    private final Execs execs;

    public ExecRoutes(Execs execs) {
        this.execs = execs;
    }

    /** API definition ExecConfig. */
    record CreateExec(
            @JsonProperty("Cmd") @Nullable List<String> command,
            @JsonProperty("Env") @Nullable List<String> environment,
            @JsonProperty("User") @Nullable String user,
            @JsonProperty("WorkingDir") @Nullable String workingDirectory,
            @JsonProperty("Tty") boolean tty,
            @JsonProperty("Privileged") boolean privileged,
            @JsonProperty("AttachStdin") boolean stdin,
            @JsonProperty("AttachStdout") boolean stdout,
            @JsonProperty("AttachStderr") boolean stderr,
            @JsonProperty("DetachKeys") @Nullable String detachKeys) {
        ExecRequest request() {
            if (command == null || command.isEmpty()) {
                throw new InvalidArgument("No exec command specified");
            }
            return new ExecRequest(
                    command,
                    environment == null ? List.of() : environment,
                    orEmpty(user),
                    orEmpty(workingDirectory),
                    tty,
                    privileged,
                    stdin,
                    stdout,
                    stderr,
                    orEmpty(detachKeys));
        }

        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text;
        }
    }

    /** API definition ExecStartConfig; the size is rows, then columns. */
    record StartExec(
            @JsonProperty("Detach") boolean detach,
            @JsonProperty("Tty") boolean tty,
            @JsonProperty("ConsoleSize") @Nullable List<Integer> consoleSize) {
        Optional<Execs.Size> size() {
            if (!tty || consoleSize == null || consoleSize.size() != 2 || consoleSize.contains(0)) {
                return Optional.empty();
            }
            return Optional.of(new Execs.Size(consoleSize.get(0), consoleSize.get(1)));
        }
    }

    public void addTo(Router router) {
        router.on("POST", "/containers/{id}/exec", this::create)
                .on("POST", "/exec/{id}/start", this::start)
                .on("POST", "/exec/{id}/resize", this::resize)
                .on("GET", "/exec/{id}/json", this::inspect);
    }

    private void create(Call call) throws IOException {
        ExecRequest request = call.json(CreateExec.class).request();
        call.reply(201, Json.object().put("Id", execs.create(call.path("id"), request)));
    }

    private void start(Call call) throws IOException, InterruptedException {
        StartExec request = call.json(StartExec.class);
        String id = call.path("id");
        if (request.detach) {
            execs.startDetached(id);
            call.finish(200);
            return;
        }
        execs.check(id);
        Conversation.hold(call, request.tty, () -> execs.start(id, request.tty, request.size()));
    }

    private void resize(Call call) throws IOException {
        execs.resize(call.path("id"), call.dimension("h"), call.dimension("w"));
        call.finish(200);
    }

    private void inspect(Call call) throws IOException {
        call.reply(ExecDocument.of(execs.inspect(call.path("id"))));
    }
}
