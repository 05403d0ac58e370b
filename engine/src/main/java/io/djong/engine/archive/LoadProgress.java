package io.djong.engine.archive;

import io.djong.engine.image.CountedStream;
import io.djong.engine.image.Progress;
import io.djong.engine.image.ProgressBar;
import io.djong.model.image.ProgressMessage;
import io.djong.model.image.ProgressMessage.Detail;
import java.io.InputStream;
import java.time.InstantSource;

/** Tells of the layers of an archive as they are read, no more often than people can see. */
final class LoadProgress {
    private static final int SHORT = 12;

    private final Progress target;
    private final InstantSource clock;

    LoadProgress(Progress target, InstantSource clock) {
        this.target = target;
        this.clock = clock;
    }

    /** The layer's bytes, told as they are read. */
    InputStream layer(String name, long size, InputStream data) {
        String id = id(name);
        return new CountedStream(
                data,
                0,
                size,
                clock,
                current -> target.accept(ProgressMessage.item(
                        id, "Loading layer", new Detail(current, size), ProgressBar.draw(current, size))));
    }

    /** Twelve digits: of the blob's digest, or of the directory that old archives have a layer in. */
    private static String id(String name) {
        int slash = name.lastIndexOf('/');
        String last = name.substring(slash + 1);
        String telling = last.equals("layer.tar") && slash > 0 ? name.substring(0, slash) : last;
        return telling.substring(0, Math.min(SHORT, telling.length()));
    }
}
