package io.djong.api.resource;

import io.djong.api.routing.Call;
import io.djong.api.routing.JsonLine;
import io.djong.api.routing.Router;
import io.djong.api.stream.CollectedFrames;
import io.djong.api.stream.Conversation;
import io.djong.api.stream.MediaType;
import io.djong.api.stream.WebSocketConversation;
import io.djong.engine.container.AttachRequest;
import io.djong.engine.container.Attachment;
import io.djong.engine.container.Containers;
import io.djong.engine.container.ExitWait;
import io.djong.engine.container.LogQuery;
import io.djong.engine.container.WaitCondition;
import io.djong.http.DisconnectWatch;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.OptionalLong;

/** What goes on for as long as a container does: attach, logs, wait. */
public final class StreamRoutes {
    private final Containers containers;

    public StreamRoutes(Containers containers) {
        this.containers = containers;
    }

    public void addTo(Router router) {
        router.on("POST", "/containers/{id}/attach", this::attach)
                .on("GET", "/containers/{id}/attach/ws", this::attachByWebSocket)
                .on("GET", "/containers/{id}/logs", this::logs)
                .on("POST", "/containers/{id}/wait", this::await);
    }

    private void attach(Call call) throws IOException, InterruptedException {
        AttachRequest request = new AttachRequest(
                call.flag("stdin"),
                call.flag("stdout"),
                call.flag("stderr"),
                call.flag("logs"),
                call.flag("stream"),
                call.query("detachKeys"));
        try (Attachment attachment = containers.attach(call.path("id"), request)) {
            Conversation.hold(call, attachment);
        }
    }

    /** Before 1.42 all streams are meant, whatever the request says. */
    private void attachByWebSocket(Call call) throws IOException, InterruptedException {
        boolean all = call.version().before(1, 42);
        AttachRequest request = new AttachRequest(
                all || call.flag("stdin"),
                all || call.flag("stdout"),
                all || call.flag("stderr"),
                call.flag("logs"),
                call.flag("stream"),
                call.query("detachKeys"));
        try (Attachment attachment = containers.attach(call.path("id"), request)) {
            WebSocketConversation.hold(call, attachment, request.stdin());
        }
    }

    private void logs(Call call) throws IOException, InterruptedException {
        LogQuery query = new LogQuery(
                call.flag("stdout"),
                call.flag("stderr"),
                call.flag("follow"),
                call.time("since"),
                call.time("until").filter(until -> !until.equals(Instant.EPOCH)), // zero is no limit, as in Docker
                tail(call.query("tail")),
                call.flag("timestamps"),
                call.flag("details"));
        if (!query.stdout() && !query.stderr()) {
            throw new InvalidArgument("Bad parameters: you must choose at least one stream");
        }
        boolean tty = containers.checkLogs(call.path("id"));
        OutputStream body = call.stream(MediaType.ofOutput(tty, call.version()));
        if (query.follow()) {
            body.flush();
        }
        try (CollectedFrames frames = new CollectedFrames(body, tty);
                DisconnectWatch _ = call.request().interruptOnDisconnect()) {
            containers.logs(call.path("id"), query, frames);
        }
    }

    /** How many lines from the end; whatever is no number means all of them. */
    private static OptionalLong tail(String text) {
        try {
            long lines = Long.parseLong(text);
            return lines < 0 ? OptionalLong.empty() : OptionalLong.of(lines);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** The head goes out as soon as the wait has begun: clients start the container only then. */
    private void await(Call call) throws IOException, InterruptedException {
        WaitCondition condition =
                call.version().before(1, 30) ? WaitCondition.NOT_RUNNING : WaitCondition.parse(call.query("condition"));
        try (ExitWait wait = containers.await(call.path("id"), condition)) {
            OutputStream out = call.stream(MediaType.JSON);
            out.flush();
            int exitCode;
            try (DisconnectWatch _ = call.request().interruptOnDisconnect()) {
                exitCode = wait.await();
            }
            out.write(JsonLine.of(Json.object().put("StatusCode", exitCode)));
        }
    }
}
