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

    /** The message, never null: it goes to the user as it is. */
    public final String message() {
        return String.valueOf(getMessage());
    }
}
