package io.djong.api.stream;

import io.djong.api.routing.Call;
import io.djong.api.routing.Failure;
import io.djong.api.routing.JsonLine;
import io.djong.engine.image.Progress;
import io.djong.model.error.Cancelled;
import io.djong.model.error.EngineException;
import io.djong.model.image.ProgressMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends progress as a stream of JSON lines. The response begins with the first message: a failure before it is answered
 * with its status, one after it becomes the last message.
 */
public final class ProgressWriter implements Progress {
    private final Call call;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean begun;

    public ProgressWriter(Call call) {
        this.call = call;
    }

    @Override
    public void accept(ProgressMessage message) {
        lock.lock();
        try {
            OutputStream out = begun ? call.response().body() : call.stream(MediaType.JSON);
            begun = true;
            out.write(JsonLine.of(message));
            out.flush();
        } catch (IOException e) {
            throw new Cancelled("the client has gone", e);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the stream with a failure. @throws EngineException the same, if nothing was sent before */
    public void fail(EngineException failure) {
        if (!begun) {
            throw failure;
        }
        accept(ProgressMessage.failed(Failure.status(failure), failure.message()));
    }
}
