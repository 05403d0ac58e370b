package io.djong.api.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.djong.api.routing.Call;
import io.djong.api.routing.Router;
import io.djong.api.wire.VolumeDocument;
import io.djong.engine.volume.Volume;
import io.djong.engine.volume.VolumeCatalog;
import io.djong.engine.volume.VolumeRequest;
import io.djong.model.error.Unavailable;
import io.djong.model.json.Json;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Volumes: list, inspect, create, remove, prune. */
public final class VolumeRoutes {
    private final VolumeCatalog volumes;

    public VolumeRoutes(VolumeCatalog volumes) {
        this.volumes = volumes;
    }

    public void addTo(Router router) {
        router.on("GET", "/volumes", this::list)
                .on("GET", "/volumes/{name}", this::inspect)
                .on("POST", "/volumes/create", this::create)
                .on("POST", "/volumes/prune", this::prune)
                .on("PUT", "/volumes/{name}", VolumeRoutes::update)
                .on("DELETE", "/volumes/{name}", this::remove);
    }

    private void list(Call call) throws IOException {
        ObjectNode answer = Json.object();
        ArrayNode documents = answer.putArray("Volumes");
        volumes.list(call.filters()).forEach(volume -> documents.add(document(volume)));
        call.reply(answer.putNull("Warnings"));
    }

    private void inspect(Call call) throws IOException {
        call.reply(document(volumes.inspect(call.path("name"))));
    }

    private void create(Call call) throws IOException {
        call.reply(201, document(volumes.create(call.json(CreateVolume.class).request())));
    }

    private ObjectNode document(Volume volume) {
        return VolumeDocument.of(volume, volumes.mountpoint(volume));
    }

    private void prune(Call call) throws IOException {
        VolumeCatalog.Pruned pruned =
                volumes.prune(call.filters(), call.version().before(1, 42));
        call.reply(Pruned.document("VolumesDeleted", pruned.names(), pruned.bytes()));
    }

    private static void update(Call call) {
        throw new Unavailable("volume update only valid for cluster volumes, but swarm is unavailable");
    }

    private void remove(Call call) throws IOException {
        volumes.remove(call.path("name"), call.flag("force"));
        call.finish(204);
    }

    /** API definition VolumeCreateOptions. */
    record CreateVolume(
            @JsonProperty("Name") @Nullable String name,
            @JsonProperty("Driver") @Nullable String driver,
            @JsonProperty("DriverOpts") @Nullable Map<String, String> options,
            @JsonProperty("Labels") @Nullable Map<String, String> labels) {
        VolumeRequest request() {
            return new VolumeRequest(
                    name == null ? "" : name,
                    driver == null ? "" : driver,
                    options == null ? Map.of() : options,
                    labels == null ? Map.of() : labels);
        }
    }
}
