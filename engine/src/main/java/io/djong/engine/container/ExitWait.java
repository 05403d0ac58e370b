package io.djong.engine.container;

/** A wait that has begun: what happens from now on is seen, whenever {@link #await} is called. */
public interface ExitWait extends AutoCloseable {
    /** Blocks until the condition holds. */
    WaitResult await() throws InterruptedException;

    /** Gives up. */
    @Override
    void close();

    /**
     * How it ended.
     *
     * @param error why the container could not be waited for to its end; empty where it was
     */
    record WaitResult(int exitCode, String error) {}
}
