package io.djong.client;

import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonReader;
import io.djong.client.json.JsonValue;
import io.djong.model.error.EngineException;
import java.io.IOException;
import java.util.Optional;

/** A stream of JSON objects: events, the progress of a pull, the end of a container. Closing it ends the request. */
public final class Messages implements AutoCloseable {
    private final Endpoint endpoint;
    private final Exchange exchange;
    private final JsonReader reader;

    Messages(Endpoint endpoint, Exchange exchange) {
        this.endpoint = endpoint;
        this.exchange = exchange;
        this.reader = new JsonReader(exchange.response().body());
    }

    /**
     * Waits for the next message; nothing once the stream has ended.
     *
     * @throws EngineException if the connection is lost
     */
    public Optional<JsonObject> next() {
        try {
            Optional<JsonValue> value = reader.next();
            return value.map(each -> each instanceof JsonObject object ? object : JsonObject.EMPTY);
        } catch (IOException e) {
            throw Failures.lostConnection(endpoint, e);
        }
    }

    /**
     * The next message, which must not report that the work failed.
     *
     * @throws EngineException if it does
     */
    public Optional<JsonObject> nextProgress() {
        Optional<JsonObject> message = next();
        String error = message.map(Messages::error).orElse("");
        if (!error.isEmpty()) {
            throw Failures.inStream(error);
        }
        return message;
    }

    private static String error(JsonObject message) {
        String detail = message.object("errorDetail").string("message");
        return detail.isEmpty() ? message.string("error") : detail;
    }

    @Override
    public void close() {
        exchange.close();
    }
}
