package io.djong.bench;

import io.djong.testkit.image.LayerMaker;
import io.djong.testkit.image.OciLayout;
import io.djong.testkit.registry.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two images of 300 MB in a registry, which share nine of their ten layers. */
final class BigImages {
    static final String FIRST = "/big:v1";
    static final String SECOND = "/big:v2";

    private static final int SHARED = 9;
    private static final long LAYER_BYTES = 33_000_000;

    private final Path work;
    private final Path base;
    private final Registry registry;
    private boolean published;

    /** @param base a tar of what an image needs to run */
    BigImages(Path work, Path base, Registry registry) {
        this.work = work;
        this.base = base;
        this.registry = registry;
    }

    /** Makes them, once, and brings them there. */
    void publish() {
        if (published) {
            return;
        }
        List<Path> shared = new ArrayList<>(List.of(base));
        for (int layer = 1; layer < SHARED; layer++) {
            shared.add(LayerMaker.layer(work, layer, LAYER_BYTES));
        }
        OciLayout layout = new OciLayout(work.resolve("layout"));
        push(layout, "v1", shared, LayerMaker.layer(work, SHARED, LAYER_BYTES));
        push(layout, "v2", shared, LayerMaker.layer(work, SHARED + 1, LAYER_BYTES));
        published = true;
    }

    private void push(OciLayout layout, String tag, List<Path> shared, Path own) {
        List<Path> tars = new ArrayList<>(shared);
        tars.add(own);
        layout.add(tag, "\"Cmd\":[\"true\"]", tars);
        registry.push(layout.directory(), tag, "big");
    }
}
