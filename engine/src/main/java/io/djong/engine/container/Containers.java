package io.djong.engine.container;

import io.djong.model.error.NotImplemented;
import java.io.IOException;
import java.util.List;

/**
 * The containers of this engine: every use case of a container, by a reference that a user typed (a name, an id or the
 * unambiguous beginning of one).
 *
 * <p>All methods may block and are interruptible. Every one that takes a reference throws {@code NotFound} with {@code
 * No such container: …} where it names none.
 */
public final class Containers {
    Containers() {}

    /** Creates a container from an image. @throws io.djong.model.error.Conflict if the name is taken */
    public CreatedContainer create(CreateContainer request) {
        throw new NotImplemented("create");
    }

    /** Starts it. @throws io.djong.model.error.NotModified if it runs already */
    public void start(String reference) {
        throw new NotImplemented("start");
    }

    /** Stops it and waits for its end. @throws io.djong.model.error.NotModified if it does not run */
    public void stop(String reference, StopOptions options) {
        throw new NotImplemented("stop");
    }

    /** Stops it where it runs, and starts it. */
    public void restart(String reference, StopOptions options) {
        throw new NotImplemented("restart");
    }

    /** Sends a signal by name or number, empty for KILL. @throws io.djong.model.error.Conflict if it does not run */
    public void kill(String reference, String signal) {
        throw new NotImplemented("kill");
    }

    public void pause(String reference) {
        throw new NotImplemented("pause");
    }

    public void unpause(String reference) {
        throw new NotImplemented("unpause");
    }

    public void rename(String reference, String newName) {
        throw new NotImplemented("rename");
    }

    /** Sets the size of its terminal. */
    public void resize(String reference, int rows, int columns) {
        throw new NotImplemented("resize");
    }

    /** Removes it. @throws io.djong.model.error.Conflict if it runs and {@code force} is not set */
    public void remove(String reference, RemoveOptions options) {
        throw new NotImplemented("remove");
    }

    /** Begins to wait; events from now on count. */
    public ExitWait await(String reference, WaitCondition condition) {
        throw new NotImplemented("wait");
    }

    /** Takes a place at the main process's streams, also before it has started. */
    public Attachment attach(String reference, AttachRequest request) {
        throw new NotImplemented("attach");
    }

    /** Checks that the logs can be read, as {@link #logs} would, and says whether the container has a terminal. */
    public boolean checkLogs(String reference) {
        throw new NotImplemented("logs");
    }

    /** Reads the log into the sink; with {@code follow} until the container ends or the caller is interrupted. */
    public void logs(String reference, LogQuery query, LogSink sink) throws IOException, InterruptedException {
        throw new NotImplemented("logs");
    }

    public ContainerView inspect(String reference) {
        throw new NotImplemented("inspect");
    }

    public List<ContainerView> list(ListQuery query) {
        throw new NotImplemented("list");
    }

    /** The processes in it: a row of titles, then a row each, as {@code ps} with the arguments would show them. */
    public List<List<String>> top(String reference, List<String> psArguments) {
        throw new NotImplemented("top");
    }
}
