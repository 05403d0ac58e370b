package io.djong.api.resource;

import io.djong.api.routing.Call;
import io.djong.api.routing.Router;
import io.djong.model.error.NotFound;
import io.djong.model.json.Json;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/** Volumes, of which there are none as long as the engine cannot make any. */
public final class VolumeRoutes {
    public void addTo(Router router) {
        router.on("GET", "/volumes", VolumeRoutes::list).on("GET", "/volumes/{name}", VolumeRoutes::inspect);
    }

    private static void list(Call call) throws IOException {
        ObjectNode answer = Json.object();
        answer.putArray("Volumes");
        call.reply(answer.putNull("Warnings"));
    }

    private static void inspect(Call call) {
        throw new NotFound("get " + call.path("name") + ": no such volume");
    }
}
