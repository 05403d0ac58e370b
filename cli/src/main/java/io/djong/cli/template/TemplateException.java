package io.djong.cli.template;

/** A template that cannot be understood, or does not fit its data; the message is complete for the user. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TemplateException(String message) {
        super(message);
    }
}
