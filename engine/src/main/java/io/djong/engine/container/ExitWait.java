package io.djong.engine.container;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A wait that has begun: what happens from now on is seen, whenever {@link #await} is called. */
public interface ExitWait extends AutoCloseable {
    /** Blocks until the condition holds. @return the exit code */
    int await() throws InterruptedException;

    /** As {@link #await()}, for so long at most. @throws TimeoutException if the condition does not hold by then */
    int await(Duration limit) throws InterruptedException, TimeoutException;

    /** Gives up. */
    @Override
    void close();
}
