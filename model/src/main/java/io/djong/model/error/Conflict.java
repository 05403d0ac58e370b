package io.djong.model.error;

/** The object exists but its state or another object stands against the operation (409). */
public final class Conflict extends EngineException {
    private static final long serialVersionUID = 1L;

    public Conflict(String message) {
        super(message, null);
    }

    public Conflict(String message, Throwable cause) {
        super(message, cause);
    }
}
