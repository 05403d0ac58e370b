package io.djong.api.routing;

import io.djong.http.Request;
import io.djong.http.Response;
import io.djong.model.Filters;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** One request on its route: its parameters by their meaning, and the ways to answer. */
public final class Call {
    /** The largest JSON document that is read. */
    private static final int MAX_DOCUMENT = 8 << 20;

    private static final Set<String> FALSE = Set.of("", "0", "no", "false", "none");

    private final Request request;
    private final Response response;
    private final ApiVersion version;
    private final Map<String, String> variables;

    public Call(Request request, Response response, ApiVersion version, Map<String, String> variables) {
        this.request = request;
        this.response = response;
        this.version = version;
        this.variables = variables;
    }

    public Request request() {
        return request;
    }

    public Response response() {
        return response;
    }

    public ApiVersion version() {
        return version;
    }

    /** A variable of the route's path. */
    public String path(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no variable " + name);
        }
        return value;
    }

    /** A query parameter; empty where it is absent. */
    public String query(String name) {
        return request.query(name).orElse("");
    }

    /** All values of a query parameter. */
    public List<String> queries(String name) {
        return request.queries(name);
    }

    /** Whether a query parameter says yes: anything but nothing, 0, no, false and none. */
    public boolean flag(String name) {
        return !FALSE.contains(query(name).strip().toLowerCase(Locale.ROOT));
    }

    /** As {@link #flag(String)}, with what an absent parameter means. */
    public boolean flag(String name, boolean absent) {
        return request.query(name).isEmpty() ? absent : flag(name);
    }

    /** A whole number. @throws InvalidArgument if it is none */
    public OptionalInt integer(String name) {
        String text = query(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new InvalidArgument("invalid value for \"" + name + "\": " + text, e);
        }
    }

    /** A size in lines or columns. @throws InvalidArgument if it is none */
    public int dimension(String name) {
        int value = integer(name)
                .orElseThrow(() -> new InvalidArgument("invalid value for \"" + name + "\": it is missing"));
        if (value < 0 || value > 65535) {
            throw new InvalidArgument("invalid value for \"" + name + "\": " + value);
        }
        return value;
    }

    /** A time; empty where there is no limit. */
    public Optional<Instant> time(String name) {
        return Timestamp.parse(name, query(name));
    }

    public Filters filters() {
        return FilterParameter.parse(query("filters"));
    }

    /** The body as JSON bytes; empty where there is no body. @throws InvalidArgument if it is declared as anything else */
    public byte[] json() throws IOException {
        if (!request.hasBody()) {
            return new byte[0];
        }
        String type = request.header("Content-Type").orElse("");
        String media = type.split(";", -1)[0].strip();
        if (!media.equalsIgnoreCase("application/json")) {
            throw new InvalidArgument("unsupported Content-Type header (" + type + "): must be 'application/json'");
        }
        byte[] body = request.body(MAX_DOCUMENT);
        if (body.length == 0) {
            throw new InvalidArgument("invalid JSON: got EOF while reading request body");
        }
        return body;
    }

    /** The body as a value; an absent body is an empty object. @throws InvalidArgument if it is malformed */
    public <T> T json(Class<T> type) throws IOException {
        byte[] body = json();
        // Also the document "null" is nothing.
        boolean nothing = body.length == 0 || Json.tree(body).isNull();
        return nothing ? Json.read("{}", type) : Json.read(body, type);
    }

    /** Answers 200 with a document. */
    public void reply(Object document) throws IOException {
        reply(200, document);
    }

    public void reply(int status, Object document) throws IOException {
        response.status(status).header("Content-Type", "application/json").send(JsonLine.of(document));
    }

    /** Answers with a status alone. */
    public void finish(int status) throws IOException {
        response.status(status).send(new byte[0]);
    }

    /** Answers 200 with a stream; what is written goes out when it is flushed. */
    public OutputStream stream(String contentType) {
        return response.status(200).header("Content-Type", contentType).body();
    }
}
