package io.djong.model.error;

/** The request itself is wrong: a malformed name, an impossible combination, a bad value (400). */
public final class InvalidArgument extends EngineException {
    private static final long serialVersionUID = 1L;

    public InvalidArgument(String message) {
        super(message, null);
    }

    public InvalidArgument(String message, Throwable cause) {
        super(message, cause);
    }
}
