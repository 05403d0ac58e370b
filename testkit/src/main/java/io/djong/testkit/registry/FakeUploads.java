package io.djong.testkit.registry;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.djong.testkit.image.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The uploads that a {@link FakeRegistry} takes (OCI distribution spec, push). What has arrived of one that broke is
 * kept, and told to who asks.
 */
final class FakeUploads {
    private static final String UPLOADS = "/blobs/uploads/";

    private final Faults faults;
    private final Gate gate;
    private final Map<String, byte[]> blobs;
    private final Consumer<byte[]> taken;
    private final Map<String, ByteArrayOutputStream> open = new ConcurrentHashMap<>();
    private final AtomicInteger serial = new AtomicInteger();

    /** @param taken is given every blob that is whole */
    FakeUploads(Faults faults, Gate gate, Map<String, byte[]> blobs, Consumer<byte[]> taken) {
        this.faults = faults;
        this.gate = gate;
        this.blobs = blobs;
        this.taken = taken;
    }

    static boolean isUpload(String path) {
        return path.contains(UPLOADS);
    }

    /** Answers a request; what is not said is that its connection breaks. */
    void handle(HttpExchange exchange, String path) throws IOException {
        String repository = path.substring("/v2/".length(), path.indexOf(UPLOADS));
        String id = path.substring(path.indexOf(UPLOADS) + UPLOADS.length());
        if (exchange.getRequestMethod().equals("POST")) {
            begin(exchange, repository);
            return;
        }
        ByteArrayOutputStream upload = open.get(id);
        if (upload == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        switch (exchange.getRequestMethod()) {
            case "GET" -> told(exchange, 204, repository, id);
            case "PATCH" -> {
                if (take(exchange, upload)) {
                    told(exchange, 202, repository, id);
                }
            }
            case "PUT" -> {
                if (take(exchange, upload)) {
                    finish(exchange, id, upload.toByteArray());
                }
            }
            default -> exchange.sendResponseHeaders(405, -1);
        }
    }

    private void begin(HttpExchange exchange, String repository) throws IOException {
        String mount = parameter(exchange, "mount");
        if (blobs.containsKey(mount)) {
            exchange.sendResponseHeaders(201, -1);
            return;
        }
        String id = "upload-" + serial.incrementAndGet();
        open.put(id, new ByteArrayOutputStream());
        told(exchange, 202, repository, id);
    }

    /** Reads what comes, as far as it comes. @return whether all of it came */
    private boolean take(HttpExchange exchange, ByteArrayOutputStream upload) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String text = headers.getFirst("Content-Length");
        long length = text == null ? 0 : Long.parseLong(text);
        if (length > faults.largestRequest()) {
            exchange.getRequestBody().skipNBytes(length);
            byte[] page = "<html>413 Request Entity Too Large</html>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(413, page.length);
            exchange.getResponseBody().write(page);
            return false;
        }
        String range = headers.getFirst("Content-Range");
        if (range != null && !range.startsWith(upload.size() + "-")) {
            exchange.sendResponseHeaders(416, -1);
            return false;
        }
        long breakAfter = faults.takeUploadBreak(length);
        InputStream in = exchange.getRequestBody();
        upload.write(in.readNBytes((int) (breakAfter < 0 ? length : breakAfter)));
        if (breakAfter >= 0 && faults.breaksExpire()) {
            gate.revokeTokens();
        }
        if (breakAfter >= 0 && faults.breaksForget()) {
            open.clear();
        }
        return breakAfter < 0;
    }

    private void told(HttpExchange exchange, int status, String repository, String id) throws IOException {
        int size = open.getOrDefault(id, new ByteArrayOutputStream()).size();
        Headers headers = exchange.getResponseHeaders();
        headers.set("Location", "/v2/" + repository + UPLOADS + id + "?state=" + size);
        headers.set("Range", "0-" + Math.max(0, size - 1));
        exchange.sendResponseHeaders(status, -1);
    }

    private void finish(HttpExchange exchange, String id, byte[] content) throws IOException {
        open.remove(id);
        if (!Sha256.digest(content).equals(parameter(exchange, "digest"))) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        taken.accept(content);
        if (!faults.takeLostAnswer()) {
            exchange.sendResponseHeaders(201, -1);
        }
    }

    private static String parameter(HttpExchange exchange, String name) {
        String query = exchange.getRequestURI().getQuery();
        for (String part : (query == null ? "" : query).split("&", -1)) {
            if (part.startsWith(name + "=")) {
                return part.substring(name.length() + 1);
            }
        }
        return "";
    }
}
