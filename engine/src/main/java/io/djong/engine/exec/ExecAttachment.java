package io.djong.engine.exec;

import io.djong.engine.container.Attachment;
import io.djong.engine.container.DetachKeys;
import io.djong.engine.container.StreamSink;
import io.djong.model.container.StdStream;
import io.djong.runtime.Exec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client at the streams of an exec. */
final class ExecAttachment implements Attachment {
    private static final Logger LOG = LoggerFactory.getLogger(ExecAttachment.class);
    private static final int BUFFER = 32 * 1024;

    private final Exec process;
    private final ExecRequest request;
    private final DetachKeys detach;

    ExecAttachment(Exec process, ExecRequest request) {
        this.process = process;
        this.request = request;
        this.detach = DetachKeys.parse(request.detachKeys());
    }

    @Override
    public boolean tty() {
        return request.tty();
    }

    @Override
    public void run(InputStream stdin, StreamSink output) throws IOException, InterruptedException {
        Optional<Thread> input = process.input()
                .filter(in -> request.stdin())
                .map(in -> Thread.ofVirtual().name("exec stdin").start(() -> sendInput(stdin, in)));
        try {
            Optional<Thread> errors = process.error()
                    .map(err -> Thread.ofVirtual().name("exec stderr").start(() -> passQuietly(err, output)));
            Optional<InputStream> out = process.output();
            if (out.isPresent()) {
                pass(out.get(), StdStream.STDOUT, output);
            }
            if (errors.isPresent()) {
                errors.get().join();
            }
            process.await();
        } finally {
            input.ifPresent(Thread::interrupt);
        }
    }

    private void sendInput(InputStream from, OutputStream process) {
        byte[] buffer = new byte[BUFFER];
        try (process) {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                process.write(request.tty() ? detach.filter(buffer, n) : Arrays.copyOf(buffer, n));
                process.flush();
                if (detach.found()) {
                    close();
                    return;
                }
            }
        } catch (IOException e) {
            LOG.debug("stdin of an exec ended: {}", e.toString());
        }
    }

    private static void passQuietly(InputStream from, StreamSink output) {
        try {
            pass(from, StdStream.STDERR, output);
        } catch (IOException e) {
            LOG.debug("stderr of an exec ended: {}", e.toString());
        }
    }

    private static void pass(InputStream from, StdStream stream, StreamSink output) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            output.write(stream, buffer, 0, n);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
