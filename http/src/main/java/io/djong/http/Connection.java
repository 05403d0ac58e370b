package io.djong.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection, served from its start to its end by one virtual thread: request by request, in their order. */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final Wire wire;
    private final Handler handler;
    private final Limits limits;
    private final HeadReader heads;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private volatile long idleSince = System.nanoTime();
    private volatile boolean closing;
    private volatile @Nullable Thread thread;

    /** Where the connection is: waiting for a request's head, between head and end of the response, or given up. */
    private enum State {
        IDLE,
        BUSY,
        DONE
    }

    Connection(Wire wire, Handler handler, Limits limits) {
        this.wire = wire;
        this.handler = handler;
        this.limits = limits;
        this.heads = new HeadReader(wire, limits);
    }

    /** Serves until the connection ends; never throws. */
    void serve() {
        thread = Thread.currentThread();
        try (wire) {
            while (!closing && serveNext()) {
                idleSince = System.nanoTime();
                state.compareAndSet(State.BUSY, State.IDLE);
            }
        } catch (IOException e) {
            LOG.debug("connection ended: {}", e.getMessage());
        }
    }

    /** @return whether another request may follow */
    private boolean serveNext() throws IOException {
        Optional<Head> head;
        try {
            head = heads.read();
        } catch (MalformedRequest e) {
            refuse(e);
            return false;
        }
        return head.isPresent() && state.compareAndSet(State.IDLE, State.BUSY) && answer(head.get());
    }

    private boolean answer(Head head) throws IOException {
        BodyInput body = new BodyInput(head, wire);
        Request request = new Request(head, body, wire);
        Response response = new Response(request, wire, head.keepAlive() && !closing);
        if (!handle(request, response)) {
            return false;
        }
        if (response.hijacked()) {
            wire.linger();
            return false;
        }
        return settle(body, response);
    }

    /** @return false if the connection has to be cut */
    private boolean handle(Request request, Response response) throws IOException {
        try {
            handler.handle(request, response);
            // A disconnect's late interrupt would close the channel on the next write.
            Thread.interrupted();
            if (request.bodyAwaited()) {
                response.endConnection();
            }
            response.finish();
            return true;
        } catch (InterruptedException e) {
            LOG.debug("{}: interrupted", request);
        } catch (IOException e) {
            LOG.debug("{}: {}", request, e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("{}: the handler failed", request, e);
            fail(response);
        }
        return false;
    }

    private static void fail(Response response) throws IOException {
        Thread.interrupted();
        if (!response.committed()) {
            response.status(500).header("Connection", "close").header("Content-Type", "text/plain; charset=utf-8");
            response.send("500 Internal Server Error".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Leaves nothing of the old request before the next one. */
    private boolean settle(BodyInput body, Response response) throws IOException {
        if (response.lasting() && (body.ended() || body.discard(limits.discarded()))) {
            return true;
        }
        if (!body.ended()) {
            wire.linger();
        }
        return false;
    }

    private void refuse(MalformedRequest reason) throws IOException {
        String status = reason.status() + " " + ResponseHead.reason(reason.status());
        wire.write(("HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
                        + status + ": " + reason.getMessage())
                .getBytes(StandardCharsets.UTF_8));
        wire.linger();
    }

    /** Closes the connection if it has waited too long for a request, or for its client in the midst of one. */
    void closeIfIdle() throws IOException {
        if (limits.stall().filter(wire::stalled).isPresent() && state.get() == State.BUSY) {
            LOG.debug("a client is silent in the midst of a request: its connection is closed");
            wire.close();
        } else if (System.nanoTime() - idleSince > limits.idle().toNanos()
                && state.compareAndSet(State.IDLE, State.DONE)) {
            wire.close();
        }
    }

    /** The server closes: an idle connection ends now, a busy one after its response, one that has no end at once. */
    void drain() throws IOException {
        closing = true;
        wire.endless().fire();
        if (state.compareAndSet(State.IDLE, State.DONE)) {
            wire.close();
        }
    }

    /** The server does not wait any more. */
    void abort() throws IOException {
        closing = true;
        Thread serving = thread;
        if (serving != null) {
            serving.interrupt();
        }
        wire.close();
    }
}
