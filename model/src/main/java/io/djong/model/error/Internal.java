package io.djong.model.error;

/** The engine or the host failed (500). */
public final class Internal extends EngineException {
    private static final long serialVersionUID = 1L;

    public Internal(String message) {
        super(message, null);
    }

    public Internal(String message, Throwable cause) {
        super(message, cause);
    }
}
