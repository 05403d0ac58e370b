package io.djong.engine.image;

import io.djong.model.image.Descriptor;
import io.djong.model.image.ProgressMessage;
import io.djong.model.image.ProgressMessage.Detail;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/** Tells of a pull as Docker does; passes on the messages of its threads one after the other. */
final class PullProgress {
    private static final long INTERVAL_MILLIS = 100;

    private final Progress target;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    PullProgress(Progress target, InstantSource clock) {
        this.target = target;
        this.clock = clock;
    }

    void say(ProgressMessage message) {
        lock.lock();
        try {
            target.accept(message);
        } finally {
            lock.unlock();
        }
    }

    Layer layer(Descriptor blob) {
        return new Layer(blob);
    }

    /** One layer's line. Used by one thread at a time. */
    final class Layer {
        private final String id;
        private final long total;
        private long told;

        private Layer(Descriptor blob) {
            this.id = blob.digest().shortHex();
            this.total = blob.size();
        }

        void state(String status) {
            say(ProgressMessage.item(id, status));
        }

        void extracting() {
            say(ProgressMessage.item(id, "Extracting", new Detail(total, total), ProgressBar.draw(total, total)));
        }

        /** The stream, whose bytes are told as they come, no more often than people can see. */
        InputStream counted(InputStream in, long offset) {
            return new Counted(in, offset);
        }

        private void downloaded(long current) {
            long now = clock.millis();
            if (now - told < INTERVAL_MILLIS) {
                return;
            }
            told = now;
            say(ProgressMessage.item(id, "Downloading", new Detail(current, total), ProgressBar.draw(current, total)));
        }

        private final class Counted extends FilterInputStream {
            private long current;

            private Counted(InputStream in, long offset) {
                super(in);
                this.current = offset;
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int count = in.read(into, offset, length);
                if (count > 0) {
                    current += count;
                    downloaded(current);
                }
                return count;
            }
        }
    }
}
