package io.djong.engine.container;

import io.djong.model.container.StdStream;
import io.djong.runtime.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client at the streams of a container's main process. */
final class StreamAttachment implements Attachment {
    private static final Logger LOG = LoggerFactory.getLogger(StreamAttachment.class);
    private static final int BUFFER = 32 * 1024;

    /** What an attachment is to do; {@code replay} sends what was logged before, {@code detached} hears of the keys. */
    record Plan(
            AttachRequest request, boolean tty, Replay replay, Runnable detached, Consumer<StreamAttachment> gone) {}

    /** Sends earlier output. */
    @FunctionalInterface
    interface Replay {
        void send(StreamSink sink) throws IOException, InterruptedException;
    }

    private final Plan plan;
    private final DetachKeys detach;
    private final CountDownLatch decided = new CountDownLatch(1);

    /** The connection to the process; absent until connected. Guarded by this. */
    private Optional<io.djong.runtime.Attachment> stream = Optional.empty();

    private boolean closed;

    StreamAttachment(Plan plan) {
        this.plan = plan;
        this.detach = DetachKeys.parse(plan.request().detachKeys());
    }

    synchronized void connect(Attachments.Streams streams) {
        if (!closed && stream.isEmpty() && plan.request().stream()) {
            stream = Optional.of(Interrupts.call("attach", streams::attach));
        }
        decided.countDown();
    }

    @Override
    public boolean tty() {
        return plan.tty();
    }

    @Override
    public void run(InputStream stdin, StreamSink output) throws IOException, InterruptedException {
        if (plan.request().logs()) {
            plan.replay().send(output);
        }
        if (!plan.request().stream()) {
            return;
        }
        decided.await();
        Optional<io.djong.runtime.Attachment> connected = connected();
        if (connected.isEmpty()) {
            return;
        }
        io.djong.runtime.Attachment process = connected.get();
        if (!plan.request().stdin()) {
            receiveOutput(process, output);
            return;
        }
        Thread input = Thread.ofVirtual().name("attach stdin").start(() -> sendInput(stdin, process));
        try {
            receiveOutput(process, output);
        } finally {
            input.interrupt();
        }
    }

    private synchronized Optional<io.djong.runtime.Attachment> connected() {
        return stream;
    }

    /** Passes on what the client types; its end is the end of the process's input, where that is not kept open. */
    private void sendInput(InputStream stdin, io.djong.runtime.Attachment process) {
        byte[] buffer = new byte[BUFFER];
        try (OutputStream input = process.input()) {
            for (int n = stdin.read(buffer); n >= 0; n = stdin.read(buffer)) {
                byte[] typed = tty() ? detach.filter(buffer, n) : java.util.Arrays.copyOf(buffer, n);
                input.write(typed, 0, typed.length);
                if (detach.found()) {
                    process.detach();
                    plan.detached().run();
                    return;
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("stdin of an attached client ended: {}", e.toString());
        }
        drain(stdin);
    }

    /** Nobody takes what the client types any more, but it is to be heard when the client goes. */
    private static void drain(InputStream stdin) {
        try {
            stdin.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            LOG.debug("an attached client went: {}", e.toString());
        }
    }

    private void receiveOutput(io.djong.runtime.Attachment process, StreamSink output) throws IOException {
        for (Optional<Frame> next = process.read(); next.isPresent(); next = process.read()) {
            Frame frame = next.get();
            StdStream stream = frame.stream() == Frame.Stream.STDERR ? StdStream.STDERR : StdStream.STDOUT;
            if (stream == StdStream.STDERR
                    ? plan.request().stderr()
                    : plan.request().stdout()) {
                output.write(stream, frame.buffer(), frame.offset(), frame.length());
            }
        }
    }

    @Override
    public void close() {
        Optional<io.djong.runtime.Attachment> open;
        synchronized (this) {
            closed = true;
            open = stream;
        }
        open.ifPresent(io.djong.runtime.Attachment::close);
        decided.countDown();
        plan.gone().accept(this);
    }
}
