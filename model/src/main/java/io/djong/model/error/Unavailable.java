package io.djong.model.error;

/** Something that is needed does not answer now; trying again may help (503). */
public final class Unavailable extends EngineException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message) {
        super(message, null);
    }

    public Unavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
