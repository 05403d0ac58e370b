package io.djong.engine.event;

import io.djong.model.error.NotImplemented;
import java.util.function.Consumer;

/** The journal of events. */
public final class Events {
    Events() {}

    /**
     * Passes on the events that the query asks for, in order, until its end or until the caller is interrupted.
     *
     * @param ready runs once, when what happens from then on is sure to be seen
     */
    public void stream(EventQuery query, Runnable ready, Consumer<Event> consumer) throws InterruptedException {
        throw new NotImplemented("events");
    }
}
