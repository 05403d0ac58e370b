package io.djong.model.error;

/** The engine does not do this (501). */
public final class NotImplemented extends EngineException {
    private static final long serialVersionUID = 1L;

    public NotImplemented(String message) {
        super(message, null);
    }

    public NotImplemented(String message, Throwable cause) {
        super(message, cause);
    }
}
