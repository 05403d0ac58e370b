package io.djong.engine.exec;

import io.djong.engine.container.Attachment;
import io.djong.engine.container.DetachKeys;
import io.djong.engine.container.StreamSink;
import io.djong.model.container.StdStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client at the streams of an exec. On a terminal the client leaves with the end of its input, as there input and
 * output are one; the process runs on in any case.
 */
final class ExecAttachment implements Attachment {
    private static final Logger LOG = LoggerFactory.getLogger(ExecAttachment.class);
    private static final int BUFFER = 32 * 1024;

    private final ExecStreams streams;
    private final ExecRequest request;
    private final DetachKeys detach;
    private final Runnable detached;

    /** Opens when the process has ended or the client has left. */
    private final CountDownLatch over = new CountDownLatch(1);

    private volatile boolean left;

    /** @param detached hears of a client that typed the keys */
    ExecAttachment(ExecStreams streams, ExecRequest request, DetachKeys detach, Runnable detached) {
        this.streams = streams;
        this.request = request;
        this.detach = detach;
        this.detached = detached;
    }

    @Override
    public boolean tty() {
        return request.tty();
    }

    @Override
    public void run(InputStream stdin, StreamSink output) throws InterruptedException {
        List<Thread> readers = new ArrayList<>();
        streams.output()
                .ifPresent(out -> readers.add(
                        Thread.ofVirtual().name("exec stdout").start(() -> pass(out, StdStream.STDOUT, output))));
        streams.error()
                .ifPresent(err -> readers.add(
                        Thread.ofVirtual().name("exec stderr").start(() -> pass(err, StdStream.STDERR, output))));
        Optional<Thread> writer = streams.input()
                .filter(in -> request.stdin())
                .map(in -> Thread.ofVirtual().name("exec stdin").start(() -> sendInput(stdin, in)));
        try {
            over.await();
            ExecStreams.finish(readers, left ? Duration.ZERO : ExecStreams.AFTER_EXIT);
        } finally {
            writer.ifPresent(readers::add);
            ExecStreams.endAll(readers);
        }
    }

    /** The process has ended, and its exit code is known. */
    void ended() {
        over.countDown();
    }

    private void leave() {
        left = true;
        over.countDown();
    }

    private void sendInput(InputStream client, OutputStream process) {
        byte[] buffer = new byte[BUFFER];
        int count = receive(client, buffer);
        while (count >= 0 && !detach.found() && send(process, buffer, count)) {
            count = detach.found() ? 0 : receive(client, buffer);
        }
        if (detach.found()) {
            detached.run();
        }
        if (detach.found() || (request.tty() && count < 0)) {
            leave();
        } else if (!request.tty()) {
            closeQuietly(process);
        }
    }

    /** What the client typed; its going is the end. */
    private static int receive(InputStream client, byte[] buffer) {
        try {
            return client.read(buffer);
        } catch (IOException e) {
            LOG.debug("the client of an exec has gone: {}", e.toString());
            return -1;
        }
    }

    /** Passes it on. @return whether the process takes more */
    private boolean send(OutputStream process, byte[] typed, int count) {
        try {
            process.write(request.tty() ? detach.filter(typed, count) : Arrays.copyOf(typed, count));
            process.flush();
            return true;
        } catch (IOException e) {
            LOG.debug("stdin of an exec ended: {}", e.toString());
            return false;
        }
    }

    private static void closeQuietly(OutputStream process) {
        try {
            process.close();
        } catch (IOException e) {
            LOG.debug("stdin of an exec was closed: {}", e.toString());
        }
    }

    private void pass(InputStream from, StdStream stream, StreamSink client) {
        byte[] buffer = new byte[BUFFER];
        for (int n = read(from, buffer); n >= 0; n = read(from, buffer)) {
            try {
                client.write(stream, buffer, 0, n);
            } catch (IOException e) {
                LOG.debug("the client of an exec has gone: {}", e.toString());
                leave();
                return;
            }
        }
    }

    private static int read(InputStream from, byte[] buffer) {
        try {
            return from.read(buffer);
        } catch (IOException e) {
            LOG.debug("the output of an exec ended: {}", e.toString());
            return -1;
        }
    }

    @Override
    public void close() {
        streams.abandon();
    }
}
