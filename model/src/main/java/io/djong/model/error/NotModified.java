package io.djong.model.error;

/** The object already is in the state asked for (304). */
public final class NotModified extends EngineException {
    private static final long serialVersionUID = 1L;

    public NotModified(String message) {
        super(message, null);
    }

    public NotModified(String message, Throwable cause) {
        super(message, cause);
    }
}
