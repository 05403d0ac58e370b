package io.djong.model.error;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** The engine or the host failed (500). */
public final class Internal extends EngineException {
    private static final long serialVersionUID = 1L;

    public Internal(String message) {
        super(message, null);
    }

    public Internal(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * What the host refused: {@code failed to <what>: <the cause's words>}.
     *
     * @param what a verb and its object, as {@code create /run/djong}
     */
    public static Internal failedTo(String what, Exception cause) {
        return new Internal("failed to " + what + ": " + words(cause), cause);
    }

    private static String words(Exception cause) {
        return cause instanceof FileSystemException e
                ? reason(e).map(reason -> e.getFile() + ": " + reason).orElse(String.valueOf(e.getMessage()))
                : String.valueOf(cause.getMessage());
    }

    /** What the commonest of these failures say by their type alone: their message is a path. */
    private static Optional<String> reason(FileSystemException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> Optional.of("no such file or directory");
            case AccessDeniedException _ -> Optional.of("permission denied");
            case FileAlreadyExistsException _ -> Optional.of("file exists");
            case DirectoryNotEmptyException _ -> Optional.of("directory not empty");
            default -> Optional.empty();
        };
    }
}
