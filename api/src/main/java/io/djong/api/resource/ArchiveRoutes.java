package io.djong.api.resource;

import io.djong.api.routing.Call;
import io.djong.api.routing.Router;
import io.djong.api.stream.MediaType;
import io.djong.api.stream.ProgressWriter;
import io.djong.engine.archive.ImageArchives;
import io.djong.engine.archive.LoadRequest;
import io.djong.engine.archive.SavedArchive;
import io.djong.model.Platform;
import io.djong.model.error.EngineException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Archives of images: save and load. */
public final class ArchiveRoutes {
    private final ImageArchives archives;

    public ArchiveRoutes(ImageArchives archives) {
        this.archives = archives;
    }

    public void addTo(Router router) {
        router.on("GET", "/images/get", call -> save(call, call.queries("names")))
                .on("GET", "/images/{name...}/get", call -> save(call, List.of(call.path("name"))))
                .on("POST", "/images/load", this::load);
    }

    private void save(Call call, List<String> names) throws IOException {
        try (SavedArchive archive = archives.save(names, platform(call))) {
            archive.writeTo(call.stream(MediaType.TAR));
        }
    }

    private void load(Call call) throws IOException {
        LoadRequest request = new LoadRequest(platform(call), call.flag("quiet", true));
        try (ProgressWriter progress = new ProgressWriter(call)) {
            progress.begin();
            try {
                archives.load(request, call.request().body(), progress);
            } catch (EngineException e) {
                progress.fail(e);
            }
        }
    }

    private static Optional<Platform> platform(Call call) {
        return call.version().atLeast(1, 48) ? PlatformParameter.of(call) : Optional.empty();
    }
}
