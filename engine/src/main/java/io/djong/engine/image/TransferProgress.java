package io.djong.engine.image;

import io.djong.model.image.Descriptor;
import io.djong.model.image.ProgressMessage;
import io.djong.model.image.ProgressMessage.Detail;
import io.djong.registry.DownloadWatcher;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Tells of a pull or a push as Docker does; passes on the messages of its threads one after the other. */
final class TransferProgress {
    private final Progress target;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    TransferProgress(Progress target, InstantSource clock) {
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

    /** What a layer's line shows: how far a status has come, or the status alone. */
    record State(String status, Detail detail) {}

    /** One layer's line. Used by one thread at a time. */
    final class Layer implements DownloadWatcher {
        private final String id;
        private final long total;
        private Turns.@Nullable Turn<State> shared;

        private Layer(Descriptor blob) {
            this.id = blob.digest().shortHex();
            this.total = blob.size();
        }

        /** Tells everything to those too who wait for this turn. */
        void shareWith(Turns.Turn<State> turn) {
            shared = turn;
        }

        void state(String status) {
            show(new State(status, Detail.NONE));
        }

        void show(State state) {
            Turns.Turn<State> others = shared;
            if (others != null) {
                others.tell(state);
            }
            Detail detail = state.detail();
            say(
                    detail.equals(Detail.NONE)
                            ? ProgressMessage.item(id, state.status())
                            : ProgressMessage.item(
                                    id, state.status(), detail, ProgressBar.draw(detail.current(), detail.total())));
        }

        void extracting() {
            show(new State("Extracting", new Detail(total, total)));
        }

        /** The stream, whose bytes are told under a status as they come, no more often than people can see. */
        InputStream counted(String status, InputStream in, long offset) {
            return new CountedStream(
                    in, offset, total, clock, current -> show(new State(status, new Detail(current, total))));
        }

        @Override
        public void retrying(Duration pause) {
            long seconds = pause.toSeconds();
            if (seconds > 0) {
                state("Retrying in " + seconds + (seconds == 1 ? " second" : " seconds"));
            }
        }
    }
}
