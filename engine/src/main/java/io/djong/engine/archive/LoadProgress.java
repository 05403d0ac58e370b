package io.djong.engine.archive;

import io.djong.engine.image.Progress;
import io.djong.engine.image.ProgressBar;
import io.djong.model.image.ProgressMessage;
import io.djong.model.image.ProgressMessage.Detail;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;

/** Tells of the layers of an archive as they are read, no more often than people can see. */
final class LoadProgress {
    private static final long INTERVAL_MILLIS = 100;
    private static final int SHORT = 12;

    private final Progress target;
    private final InstantSource clock;

    LoadProgress(Progress target, InstantSource clock) {
        this.target = target;
        this.clock = clock;
    }

    /** The layer's bytes, told as they are read. */
    InputStream layer(String name, long size, InputStream data) {
        return new Told(id(name), size, data);
    }

    /** Twelve digits: of the blob's digest, or of the directory that old archives have a layer in. */
    private static String id(String name) {
        int slash = name.lastIndexOf('/');
        String last = name.substring(slash + 1);
        String telling = last.equals("layer.tar") && slash > 0 ? name.substring(0, slash) : last;
        return telling.substring(0, Math.min(SHORT, telling.length()));
    }

    private final class Told extends FilterInputStream {
        private final String id;
        private final long total;
        private long current;
        private long told;

        Told(String id, long total, InputStream data) {
            super(data);
            this.id = id;
            this.total = total;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            int got = in.read(into, at, length);
            current += Math.max(got, 0);
            long now = clock.millis();
            boolean last = got > 0 && current == total;
            if (last || (got > 0 && now - told >= INTERVAL_MILLIS)) {
                told = now;
                target.accept(ProgressMessage.item(
                        id, "Loading layer", new Detail(current, total), ProgressBar.draw(current, total)));
            }
            return got;
        }
    }
}
