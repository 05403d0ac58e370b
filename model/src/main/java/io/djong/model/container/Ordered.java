package io.djong.model.container;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies maps without losing their order, which users see in inspect. */
final class Ordered {
    private Ordered() {}

    static <V extends @Nullable Object> Map<String, V> copy(@Nullable Map<String, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
