package io.djong.model.error;

/** The caller went away or asked to stop. */
public final class Cancelled extends EngineException {
    private static final long serialVersionUID = 1L;

    public Cancelled(String message) {
        super(message, null);
    }

    public Cancelled(String message, Throwable cause) {
        super(message, cause);
    }
}
