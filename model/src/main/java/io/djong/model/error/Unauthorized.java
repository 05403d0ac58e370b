package io.djong.model.error;

/** Credentials are missing or were refused (401). */
public final class Unauthorized extends EngineException {
    private static final long serialVersionUID = 1L;

    public Unauthorized(String message) {
        super(message, null);
    }

    public Unauthorized(String message, Throwable cause) {
        super(message, cause);
    }
}
