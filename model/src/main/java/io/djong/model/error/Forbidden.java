package io.djong.model.error;

/** The caller is known and may not do this (403). */
public final class Forbidden extends EngineException {
    private static final long serialVersionUID = 1L;

    public Forbidden(String message) {
        super(message, null);
    }

    public Forbidden(String message, Throwable cause) {
        super(message, cause);
    }
}
