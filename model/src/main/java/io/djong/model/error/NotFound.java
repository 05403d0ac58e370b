package io.djong.model.error;

/** The named object does not exist (404). */
public final class NotFound extends EngineException {
    private static final long serialVersionUID = 1L;

    public NotFound(String message) {
        super(message, null);
    }

    public NotFound(String message, Throwable cause) {
        super(message, cause);
    }
}
