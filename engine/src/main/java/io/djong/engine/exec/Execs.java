package io.djong.engine.exec;

import io.djong.engine.container.Attachment;
import io.djong.model.error.NotImplemented;
import java.util.Optional;

/** Processes run beside a container's main one. An unknown id is {@code NotFound}: {@code No such exec instance: …}. */
public final class Execs {
    Execs() {}

    /** The terminal's size at the start. */
    public record Size(int rows, int columns) {}

    /** Prepares an exec and returns its id. @throws io.djong.model.error.Conflict if the container does not run */
    public String create(String container, ExecRequest request) {
        throw new NotImplemented("exec");
    }

    /** Starts it without anyone at its streams. @throws io.djong.model.error.Conflict if it was started before */
    public void startDetached(String id) {
        throw new NotImplemented("exec");
    }

    /**
     * Claims an exec for a client. The process starts in {@link Attachment#run}, or before this returns, so that an
     * executable that does not exist is an error here.
     */
    public Attachment start(String id, boolean tty, Optional<Size> size) {
        throw new NotImplemented("exec");
    }

    public void resize(String id, int rows, int columns) {
        throw new NotImplemented("exec");
    }

    public ExecView inspect(String id) {
        throw new NotImplemented("exec");
    }
}
