package io.djong.api.resource;

import io.djong.model.json.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What a prune answers. */
final class Pruned {
    private Pruned() {}

    /** @param gone what was removed: null in the answer where nothing was, as in Docker */
    static ObjectNode document(String key, List<?> gone, long spaceReclaimed) {
        ObjectNode answer = Json.object();
        answer.set(key, gone.isEmpty() ? null : Json.mapper().valueToTree(gone));
        return answer.put("SpaceReclaimed", spaceReclaimed);
    }
}
