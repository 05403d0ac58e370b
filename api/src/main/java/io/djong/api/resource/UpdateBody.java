package io.djong.api.resource;

import io.djong.api.routing.Call;
import io.djong.model.container.HostConfig;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of an update: the resources and the restart policy of a HostConfig. */
final class UpdateBody {
    private UpdateBody() {}

    static HostConfig read(Call call) throws IOException {
        HostConfig changes = call.json(HostConfig.class);
        Map<String, @Nullable Object> settled = new HashMap<>();
        Long pids = changes.pidsLimit();
        if (pids != null && call.version().before(1, 40)) {
            settled.put("PidsLimit", null); // came later
        } else if (pids != null && pids < 0) {
            settled.put("PidsLimit", 0); // both are no limit
        }
        if (changes.kernelMemory() != 0) {
            settled.put("KernelMemory", 0); // the kernel has no such limit any more
        }
        return changes.withFields(settled);
    }
}
