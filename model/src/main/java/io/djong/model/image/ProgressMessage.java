package io.djong.model.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One message of the progress streams of pull, push, import, load and build, as the docker CLI renders them
 * (API definitions CreateImageInfo, ProgressDetail, ErrorDetail).
 *
 * @param id what the status is about, in general the first twelve digits of a layer; empty for the whole
 * @param progress a bar drawn by the server, for clients that do not draw their own
 * @param progressDetail null for messages that never had any; an empty one stands as {@code {}}
 * @param aux the result of the operation, for programs
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProgressMessage(
        String stream,
        String status,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Detail progressDetail,
        String progress,
        String id,
        @Nullable ErrorDetail errorDetail,
        String error,
        @Nullable Object aux) {

    /** How far a status has come, in bytes; a total of zero is unknown. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Detail(long current, long total) {
        public static final Detail NONE = new Detail(0, 0);
    }

    /** Why the operation failed; the code is an exit code or a status, zero where there is none. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record ErrorDetail(int code, String message) {}

    public ProgressMessage {
        stream = orEmpty(stream);
        status = orEmpty(status);
        progress = orEmpty(progress);
        id = orEmpty(id);
        error = orEmpty(error);
    }

    /** A line of its own. */
    public static ProgressMessage status(String status) {
        return status("", status);
    }

    /** A line under an id, which a terminal does not overwrite in place. */
    public static ProgressMessage status(String id, String status) {
        return new ProgressMessage("", status, null, "", id, null, "", null);
    }

    /** The state of one item; on a terminal it replaces that item's line. */
    public static ProgressMessage item(String id, String status) {
        return new ProgressMessage("", status, Detail.NONE, "", id, null, "", null);
    }

    /** The state of one item, with a bar. */
    public static ProgressMessage item(String id, String status, Detail detail, String bar) {
        return new ProgressMessage("", status, detail, bar, id, null, "", null);
    }

    /** Text of a build step. */
    public static ProgressMessage stream(String text) {
        return new ProgressMessage(text, "", null, "", "", null, "", null);
    }

    /** The end of a stream that failed after it had begun. */
    public static ProgressMessage failed(int code, String message) {
        return new ProgressMessage("", "", null, "", "", new ErrorDetail(code, message), message, null);
    }

    public static ProgressMessage result(Object aux) {
        return new ProgressMessage("", "", null, "", "", null, "", aux);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
