package io.djong.registry;

import io.djong.model.error.Cancelled;
import io.djong.model.image.Descriptor;
import io.djong.registry.RegistryFailure.Kind;
import io.djong.registry.Sources.Opened;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A blob from an offset to its end. Where the connection breaks or stalls, or drips while others may do better, it is
 * opened again at the byte that comes next, elsewhere if there is such a place, so that a pipeline behind it never
 * notices. Failures in a row without a byte between them are counted, and the last is thrown.
 */
final class BlobStream extends InputStream {
    /** Who brings less than this in the time of two stalls drips. */
    private static final long DRIP_BYTES = 64 << 10;

    private final Repository repository;
    private final Descriptor descriptor;
    private final DownloadWatcher watcher;
    private final Duration dripWindow;
    // The reader's thread alone touches these.
    private final Set<Site> avoided = new HashSet<>();
    private long position;
    private int failures;
    private @Nullable Opened open;
    private long windowBegan;
    private long windowBytes;

    BlobStream(Repository repository, Descriptor descriptor, long offset, DownloadWatcher watcher) {
        this.repository = repository;
        this.descriptor = descriptor;
        this.position = offset;
        this.watcher = watcher;
        this.dripWindow = repository.patience().eager().stall().multipliedBy(2);
    }

    /** Makes the first request. */
    void connect() {
        while (open == null && position < descriptor.size()) {
            try {
                open = repository.openOnce(descriptor, position, avoided);
                windowBegan = System.nanoTime();
                windowBytes = 0;
            } catch (RegistryFailure e) {
                afterFailure(e);
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        while (position < descriptor.size()) {
            connect();
            Opened from = open;
            if (from == null) {
                continue;
            }
            try {
                int wanted = (int) Math.min(length, descriptor.size() - position);
                int count = from.answer().body().read(target, offset, wanted);
                if (count > 0) {
                    advance(from, count);
                    return count;
                }
                afterFailure(RegistryFailure.of(Kind.BROKEN, from.answer().uri(), "unexpected EOF"));
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    close();
                    throw new Cancelled("context canceled", e);
                }
                afterFailure(RegistryFailure.of(
                        Kind.BROKEN, from.answer().uri(), "blob " + descriptor.digest() + ": " + Words.reason(e), e));
            }
        }
        close();
        return -1;
    }

    private void advance(Opened from, int count) {
        position += count;
        failures = 0;
        if (!from.hasOthers()) {
            return;
        }
        windowBytes += count;
        long elapsed = System.nanoTime() - windowBegan;
        if (elapsed < dripWindow.toNanos()) {
            return;
        }
        if (windowBytes < DRIP_BYTES && position < descriptor.size()) {
            afterFailure(RegistryFailure.of(
                    Kind.TIMED_OUT, from.answer().uri(), "blob " + descriptor.digest() + " comes too slowly"));
        }
        windowBegan = System.nanoTime();
        windowBytes = 0;
    }

    /** Makes way for the next request: elsewhere at once, or here again after a pause, unless there is no hope. */
    private void afterFailure(RegistryFailure failure) {
        Opened failed = open;
        close();
        if (failed != null && failed.site().isPresent()) {
            Site site = failed.site().get();
            avoided.add(site);
            repository.failed(site, failure);
            if (repository.hasOther(descriptor, avoided)) {
                return;
            }
        }
        failures++;
        if (!repository.patience().allowsAnother(failures, failure)) {
            throw repository.translate(failure);
        }
        Duration pause = repository.patience().pauseAfter(failures, failure);
        watcher.retrying(pause);
        Repository.pause(pause);
    }

    @Override
    public void close() {
        Opened last = open;
        open = null;
        if (last != null) {
            if (position == descriptor.size()) {
                finish(last.answer());
            }
            last.answer().close();
        }
    }

    /** Sees the end of a body whose bytes are all there, so that its connection can be used again. */
    private static void finish(Answer answer) {
        try {
            int _ = answer.body().read();
        } catch (IOException e) {
            // The content is complete; the connection is not wanted that much.
            return;
        }
    }
}
