package io.djong.engine.volume;

import java.util.Map;
import java.util.TreeMap;

/**
 * A volume that is asked for.
 *
 * @param name empty for one that gets a name by chance
 * @param driver empty for {@code local}
 */
public record VolumeRequest(String name, String driver, Map<String, String> options, Map<String, String> labels) {
    /** A plain one. */
    public static VolumeRequest of(String name) {
        return new VolumeRequest(name, "", Map.of(), Map.of());
    }

    /** The same, to which the user gave no name. */
    public VolumeRequest anonymous() {
        Map<String, String> all = new TreeMap<>(labels);
        all.put(Volume.ANONYMOUS, "");
        return new VolumeRequest(name, driver, options, all);
    }

    VolumeRequest named(String chosen) {
        return new VolumeRequest(chosen, driver, options, labels);
    }
}
