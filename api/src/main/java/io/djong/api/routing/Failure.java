package io.djong.api.routing;

import io.djong.http.Response;
import io.djong.model.error.Cancelled;
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
import io.djong.model.json.Json;
import java.io.IOException;

/** How a failure is told to a client. */
public final class Failure {
    private Failure() {}

    /** The one place where a kind of failure becomes a status. */
    public static int status(EngineException failure) {
        return switch (failure) {
            case InvalidArgument _ -> 400;
            case Unauthorized _ -> 401;
            case Forbidden _ -> 403;
            case NotFound _ -> 404;
            case NotModified _ -> 304;
            case Conflict _ -> 409;
            case Cancelled _ -> 499;
            case Internal _ -> 500;
            case NotImplemented _ -> 501;
            case Unavailable _ -> 503;
        };
    }

    /** Answers with a status and {@code {"message": …}}. */
    public static void send(Response response, int status, String message) throws IOException {
        response.status(status);
        if (status == 304) {
            response.send(new byte[0]);
            return;
        }
        response.header("Content-Type", "application/json");
        response.send(JsonLine.of(Json.object().put("message", message)));
    }
}
