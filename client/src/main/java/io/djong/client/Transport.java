package io.djong.client;

import io.djong.client.http.HttpConnection;
import io.djong.client.http.HttpRequest;
import io.djong.client.http.HttpRequest.Body;
import io.djong.client.http.HttpResponse;
import io.djong.client.json.JsonArray;
import io.djong.client.json.JsonObject;
import io.djong.client.json.JsonReader;
import io.djong.client.json.JsonValue;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one engine, with the version of the API in their path. The version is the newest that both sides know,
 * asked for before the first request, unless it is given. Safe for several threads: each request has a connection to
 * itself, and one that was used moments ago is used again.
 */
final class Transport implements AutoCloseable {
    static final String NEWEST = "1.51";
    private static final long REUSE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private record Idle(HttpConnection connection, long since) {}

    private final Endpoint endpoint;
    /** Guarded by this. */
    private final Deque<Idle> idle = new ArrayDeque<>();
    /** Guarded by this; empty until it is known. */
    private String version;

    Transport(Endpoint endpoint, String version) {
        this.endpoint = endpoint;
        this.version = version;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** The version of the API that requests carry; asks the engine where that is not settled. */
    synchronized String version() {
        if (version.isEmpty()) {
            String offered = ping().header("api-version");
            version = offered.isEmpty() || minor(offered) >= minor(NEWEST) ? NEWEST : offered;
        }
        return version;
    }

    HttpResponse ping() {
        try (Exchange exchange = open(HttpRequest.of("HEAD", "/_ping"))) {
            exchange.finish();
            return exchange.response();
        } catch (IOException e) {
            throw Failures.lostConnection(endpoint, e);
        }
    }

    private static int minor(String version) {
        try {
            return Integer.parseInt(version.substring(version.indexOf('.') + 1));
        } catch (NumberFormatException e) {
            throw new Internal("the engine names an API version that is none: " + version, e);
        }
    }

    JsonObject getObject(String path, Query query) {
        return object(request("GET", path, query));
    }

    JsonArray getArray(String path, Query query) {
        return array(request("GET", path, query));
    }

    JsonArray deleteForArray(String path, Query query) {
        return array(request("DELETE", path, query));
    }

    void delete(String path, Query query) {
        value(request("DELETE", path, query));
    }

    void post(String path, Query query) {
        value(request("POST", path, query));
    }

    /** The head of what a GET of the same would answer. */
    HttpResponse head(String path, Query query) {
        try (Exchange exchange = send(request("HEAD", path, query))) {
            exchange.finish();
            return exchange.response();
        } catch (IOException e) {
            throw Failures.lostConnection(endpoint, e);
        }
    }

    void put(String path, Query query, Body body) {
        value(request("PUT", path, query).withBody(body));
    }

    JsonObject postForObject(String path, Query query) {
        return object(request("POST", path, query));
    }

    JsonObject post(String path, Query query, JsonObject body) {
        return object(request("POST", path, query).withBody(json(body)));
    }

    /** Sends a request whose answer is read as it comes; the caller closes it. */
    Exchange stream(String method, String path, Query query, @Nullable Body body) {
        HttpRequest request = request(method, path, query);
        return send(body == null ? request : request.withBody(body));
    }

    /** Asks for the connection itself, in both directions. */
    Attachment hijack(String path, Query query, @Nullable Body body) {
        HttpRequest request =
                request("POST", path, query).with("Connection", "Upgrade").with("Upgrade", "tcp");
        Exchange exchange = send(body == null ? request : request.withBody(body));
        OutputStream input = exchange.connection().upgradedOutput();
        return new Attachment(exchange, exchange.response().body(), input);
    }

    static Body json(JsonValue body) {
        return new Body.Bytes("application/json", body.bytes());
    }

    private HttpRequest request(String method, String path, Query query) {
        return HttpRequest.of(method, "/v" + version() + path + query);
    }

    private JsonObject object(HttpRequest request) {
        return value(request) instanceof JsonObject object ? object : JsonObject.EMPTY;
    }

    private JsonArray array(HttpRequest request) {
        return value(request) instanceof JsonArray array ? array : JsonArray.EMPTY;
    }

    private JsonValue value(HttpRequest request) {
        try (Exchange exchange = send(request)) {
            JsonValue value = new JsonReader(exchange.response().body()).next().orElse(JsonObject.EMPTY);
            exchange.finish();
            return value;
        } catch (IOException e) {
            throw Failures.lostConnection(endpoint, e);
        }
    }

    /** @throws io.djong.model.error.EngineException where the answer is no success, or there is none */
    private Exchange send(HttpRequest request) {
        Exchange exchange = open(request);
        if (exchange.response().isSuccess()) {
            return exchange;
        }
        try (exchange) {
            throw Failures.of(exchange.response());
        } catch (IOException e) {
            throw Failures.lostConnection(endpoint, e);
        }
    }

    private Exchange open(HttpRequest request) {
        HttpConnection connection = take();
        try {
            return new Exchange(this, connection, connection.exchange(request));
        } catch (IOException e) {
            discard(connection);
            throw Failures.lostConnection(endpoint, e);
        }
    }

    private HttpConnection take() {
        synchronized (this) {
            Idle last = idle.pollLast();
            if (last != null && System.nanoTime() - last.since < REUSE_NANOS) {
                return last.connection;
            }
            if (last != null) {
                discard(last.connection);
            }
        }
        try {
            return HttpConnection.open(endpoint.address());
        } catch (IOException | java.nio.channels.UnresolvedAddressException e) {
            throw Failures.noConnection(endpoint, e instanceof IOException io ? io : new IOException(e));
        }
    }

    /** Takes back a connection whose answer was read to its end. */
    synchronized void release(HttpConnection connection) {
        idle.addLast(new Idle(connection, System.nanoTime()));
    }

    /** Closes a connection of which nothing more is wanted; what goes wrong then is of no interest. */
    static void discard(HttpConnection connection) {
        try {
            connection.close();
        } catch (IOException ignored) {
            // It is gone either way.
        }
    }

    @Override
    public synchronized void close() {
        idle.forEach(each -> discard(each.connection));
        idle.clear();
    }
}
