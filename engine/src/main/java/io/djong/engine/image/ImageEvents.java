package io.djong.engine.image;

import io.djong.store.image.ImageRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/** What events tell of an image: its labels and a name. */
public final class ImageEvents {
    private ImageEvents() {}

    public static Map<String, String> attributes(ImageRecord image, String name) {
        Map<String, String> attributes =
                new LinkedHashMap<>(image.config().containerDefaults().labels());
        attributes.put("name", name);
        return attributes;
    }
}
