package io.djong.engine.volume;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A volume on record.
 *
 * @param options of the driver {@code local}: what is mounted at its place; none for a plain directory
 */
public record Volume(String name, Instant created, Map<String, String> labels, Map<String, String> options) {
    /** The only driver there is. */
    public static final String DRIVER = "local";

    /** The label of volumes to which nobody gave a name. */
    static final String ANONYMOUS = "com.docker.volume.anonymous";

    public Volume {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    boolean isAnonymous() {
        return labels.containsKey(ANONYMOUS);
    }

    /** Whether something else is mounted at its place while it is used. */
    boolean isMounted() {
        return options.containsKey(LocalOptions.DEVICE);
    }
}
