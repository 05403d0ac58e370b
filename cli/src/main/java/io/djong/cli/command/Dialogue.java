package io.djong.cli.command;

import io.djong.cli.terminal.DetachKeys;
import io.djong.cli.terminal.Signals;
import io.djong.cli.terminal.Streams;
import io.djong.cli.terminal.Terminal;
import io.djong.client.Attachment;
import io.djong.client.Frames;
import io.djong.model.error.EngineException;
import io.djong.model.error.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * Joins the streams of this process to those of a container or an exec: keys go in until the input ends or the detach
 * keys are typed, output comes out until the other side ends it.
 */
final class Dialogue {
    private static final int BUFFER = 32 << 10;
    private static final int RESIZE_ATTEMPTS = 10;
    private static final long RESIZE_PAUSE_MILLIS = 10;

    private final Streams streams;
    private final Options options;
    private final AtomicBoolean detached = new AtomicBoolean();

    /**
     * How to join them.
     *
     * @param terminal whether the other side has one: then the output is raw
     * @param stdin whether to pass the input on
     * @param stdout whether to show standard output; likewise for standard error
     */
    record Options(boolean terminal, boolean stdin, boolean stdout, boolean stderr, DetachKeys detachKeys) {}

    Dialogue(Streams streams, Options options) {
        this.streams = streams;
        this.options = options;
    }

    /** Whether the user typed the detach keys: then the other side goes on without us. */
    boolean isDetached() {
        return detached.get();
    }

    /** Sets the terminal up, if there is one to set up; close the result in any case. */
    Setting prepare() {
        boolean raw = options.terminal() && options.stdin() && streams.inIsTerminal();
        Optional<Terminal.Raw> mode = raw ? Terminal.raw() : Optional.empty();
        return new Setting(mode);
    }

    /** The terminal as this dialogue needs it; closing puts it back. */
    record Setting(Optional<Terminal.Raw> raw) implements AutoCloseable {
        @Override
        public void close() {
            raw.ifPresent(Terminal.Raw::close);
        }
    }

    /** Passes bytes on until the other side ends its output, or the user detaches. */
    void run(Attachment attachment) {
        if (options.stdin()) {
            Thread.ofPlatform().daemon().name("stdin").start(() -> sendInput(attachment));
        } else {
            attachment.closeInput();
        }
        try {
            receive(attachment.output());
        } catch (IOException e) {
            if (!detached.get()) {
                throw new Unavailable("error during connect: " + e.getMessage(), e);
            }
        }
        streams.flush();
    }

    private void receive(InputStream output) throws IOException {
        OutputStream stdout = options.stdout() ? streams.out() : OutputStream.nullOutputStream();
        OutputStream stderr = options.stderr() ? streams.err() : OutputStream.nullOutputStream();
        if (!options.terminal()) {
            Frames.copy(output, stdout, stderr);
            return;
        }
        byte[] buffer = new byte[BUFFER];
        for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
            stdout.write(buffer, 0, n);
            if (output.available() == 0) {
                stdout.flush();
            }
        }
    }

    private void sendInput(Attachment attachment) {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int n = read(buffer); n >= 0; n = read(buffer)) {
                attachment.input().write(buffer, 0, n);
            }
        } catch (IOException gone) {
            return;
        }
        if (detached.get()) {
            attachment.close();
        } else {
            attachment.closeInput();
        }
    }

    private int read(byte[] buffer) throws IOException {
        if (!options.terminal()) {
            return streams.in().read(buffer);
        }
        int n = options.detachKeys().read(streams.in(), buffer);
        detached.set(n == DetachKeys.DETACH);
        return n;
    }

    /**
     * Tells the other side the size of the terminal, now and whenever it changes. It may not have begun yet: the first
     * time is tried again for a while.
     */
    static void followSize(BiConsumer<Integer, Integer> resize) {
        Thread.ofPlatform().daemon().name("resize").start(() -> {
            for (int attempt = 1; attempt <= RESIZE_ATTEMPTS; attempt++) {
                if (resizeOnce(resize) || !pause(attempt)) {
                    return;
                }
            }
        });
        Signals.onResize(() -> resizeOnce(resize));
    }

    private static boolean resizeOnce(BiConsumer<Integer, Integer> resize) {
        try {
            Terminal.size().ifPresent(size -> resize.accept(size.rows(), size.columns()));
            return true;
        } catch (EngineException notYetOrNoMore) {
            return false;
        }
    }

    private static boolean pause(int attempt) {
        try {
            Thread.sleep(attempt * RESIZE_PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
