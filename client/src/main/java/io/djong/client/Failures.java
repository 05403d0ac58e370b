package io.djong.client;

import io.djong.client.http.HttpResponse;
import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonReader;
import io.djong.model.error.Conflict;
import io.djong.model.error.EngineException;
import io.djong.model.error.Forbidden;
import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import io.djong.model.error.NotImplemented;
import io.djong.model.error.NotModified;
import io.djong.model.error.Unauthorized;
import io.djong.model.error.Unavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Turns what the engine or the connection says into errors: the only place where a status becomes one. */
final class Failures {
    private static final int MAX_BODY = 64 << 10;
    private static final String PREFIX = "Error response from daemon: ";

    private Failures() {}

    /** The error that a status other than success stands for, with the message in its body. */
    static EngineException of(HttpResponse response) throws IOException {
        byte[] body = response.body().readNBytes(MAX_BODY);
        String message = PREFIX + message(response.status(), body);
        return switch (response.status()) {
            case 304 -> new NotModified(message);
            case 400 -> new InvalidArgument(message);
            case 401 -> new Unauthorized(message);
            case 403 -> new Forbidden(message);
            case 404 -> new NotFound(message);
            case 409 -> new Conflict(message);
            case 501 -> new NotImplemented(message);
            case 503 -> new Unavailable(message);
            default -> new Internal(message);
        };
    }

    /** The error that a message in a stream reports: the answer began well, the work did not end so. */
    static EngineException inStream(String message) {
        return new Internal(message);
    }

    private static String message(int status, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            return "status " + status + " without a message";
        }
        if (!text.startsWith("{")) {
            return text;
        }
        try {
            return JsonReader.parse(body) instanceof JsonObject object && object.has("message")
                    ? object.string("message")
                    : text;
        } catch (Internal notJson) {
            return text;
        }
    }

    static Unavailable noConnection(Endpoint endpoint, IOException e) {
        String reason = String.valueOf(e.getMessage());
        if (reason.contains("Permission denied")) {
            return new Unavailable(
                    "permission denied while trying to connect to the Docker daemon socket at " + endpoint, e);
        }
        return new Unavailable(
                "Cannot connect to the Docker daemon at " + endpoint + ". Is the docker daemon running?", e);
    }

    static Unavailable lostConnection(Endpoint endpoint, IOException e) {
        return new Unavailable("error during connect: " + endpoint + ": " + e.getMessage(), e);
    }
}
