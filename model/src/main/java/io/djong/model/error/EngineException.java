package io.djong.model.error;

import org.jspecify.annotations.Nullable;

/** The root of every failure that a user may see; unchecked, because few callers can do more than pass it on. */
public abstract sealed class EngineException extends RuntimeException
        permits InvalidArgument,
                Unauthorized,
                Forbidden,
                NotFound,
                NotModified,
                Conflict,
                Unavailable,
                NotImplemented,
                Cancelled,
                Internal {
    private static final long serialVersionUID = 1L;

    EngineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The same failure as that of a larger operation: {@code operation: message}. */
    public final EngineException during(String operation) {
        String told = operation + ": " + message();
        return switch (this) {
            case InvalidArgument e -> new InvalidArgument(told, e);
            case Unauthorized e -> new Unauthorized(told, e);
            case Forbidden e -> new Forbidden(told, e);
            case NotFound e -> new NotFound(told, e);
            case NotModified e -> new NotModified(told, e);
            case Conflict e -> new Conflict(told, e);
            case Unavailable e -> new Unavailable(told, e);
            case NotImplemented e -> new NotImplemented(told, e);
            case Cancelled e -> new Cancelled(told, e);
            case Internal e -> new Internal(told, e);
        };
    }

    /** The message, never null: it goes to the user as it is. */
    public final String message() {
        return String.valueOf(getMessage());
    }
}
