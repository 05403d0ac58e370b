package io.djong.api.resource;

import io.djong.api.routing.Call;
import io.djong.api.routing.Router;
import io.djong.api.stream.ProgressWriter;
import io.djong.engine.image.ImagePusher;
import io.djong.engine.image.PushRequest;
import io.djong.http.DisconnectWatch;
import io.djong.model.Platform;
import io.djong.model.Reference;
import io.djong.model.error.EngineException;
import java.io.IOException;
import java.util.Optional;

/** Pushing images to registries. */
public final class PushRoutes {
    private final ImagePusher pusher;

    public PushRoutes(ImagePusher pusher) {
        this.pusher = pusher;
    }

    public void addTo(Router router) {
        router.on("POST", "/images/{name...}/push", this::push);
    }

    private void push(Call call) throws IOException {
        Reference name = Reference.parse(call.path("name"));
        PushRequest request = new PushRequest(
                call.query("tag").isEmpty() ? name : name.withTag(call.query("tag")),
                Optional.of(call.query("platform"))
                        .filter(text -> !text.isEmpty())
                        .map(Platform::parse),
                RegistryAuth.parse(call.request().header("X-Registry-Auth").orElse("")));
        try (ProgressWriter progress = new ProgressWriter(call)) {
            try (DisconnectWatch _ = call.request().interruptOnDisconnect()) {
                pusher.push(request, progress);
            } catch (EngineException e) {
                progress.fail(e);
            }
        }
    }
}
