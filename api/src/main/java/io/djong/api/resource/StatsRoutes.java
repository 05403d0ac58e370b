package io.djong.api.resource;

import io.djong.api.routing.Call;
import io.djong.api.routing.Router;
import io.djong.api.stream.MediaType;
import io.djong.api.wire.StatsDocument;
import io.djong.engine.stats.ContainerStats;
import io.djong.engine.stats.Follower;
import io.djong.engine.stats.Reading;
import io.djong.http.DisconnectWatch;
import io.djong.model.error.InvalidArgument;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** What containers use: once, or second by second. */
public final class StatsRoutes {
    private final ContainerStats stats;

    public StatsRoutes(ContainerStats stats) {
        this.stats = stats;
    }

    public void addTo(Router router) {
        router.on("GET", "/containers/{id}/stats", this::stats);
    }

    private void stats(Call call) throws IOException, InterruptedException {
        String container = call.path("id");
        boolean stream = call.flag("stream", true);
        boolean oneShot = call.version().atLeast(1, 41) && call.flag("one-shot");
        if (stream && oneShot) {
            throw new InvalidArgument("cannot have stream=true and one-shot=true");
        }
        if (stream) {
            stream(call, container);
            return;
        }
        Reading now = stats.now(container);
        // Processor time is told as the difference of two readings, but of a container that does not run.
        Optional<Reading> answer = oneShot || now.use().isEmpty() ? Optional.of(now) : compared(call, container);
        call.response()
                .header("Content-Type", MediaType.JSON)
                .send(answer.map(StatsDocument::of).orElse(new byte[0]));
    }

    /** The first reading that has one before it; empty where the container is removed meanwhile. */
    private Optional<Reading> compared(Call call, String container) throws InterruptedException {
        try (Follower follower = stats.follow(container);
                DisconnectWatch _ = call.request().interruptOnDisconnect()) {
            Optional<Reading> reading = follower.next();
            return reading.isEmpty() ? reading : follower.next();
        }
    }

    private void stream(Call call, String container) throws IOException, InterruptedException {
        try (Follower follower = stats.follow(container)) {
            OutputStream body = call.stream(MediaType.JSON);
            body.flush();
            try (DisconnectWatch _ = call.request().interruptOnDisconnect()) {
                for (Optional<Reading> next = follower.next(); next.isPresent(); next = follower.next()) {
                    body.write(next.get().encoded(StatsDocument::of));
                    body.flush();
                }
            }
        }
    }
}
