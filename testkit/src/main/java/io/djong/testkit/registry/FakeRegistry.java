package io.djong.testkit.registry;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.djong.testkit.image.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;

/**
 * A registry (OCI distribution spec, pull and push) on a loopback port, with content in memory.
 *
 * <p>Starts with {@link #start} and is closed by the test; {@link #faults} and {@link #gate} say how it misbehaves and
 * whom it lets in; {@link #requests} tells what it was asked.
 */
public final class FakeRegistry implements AutoCloseable {
    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, String> manifests = new ConcurrentHashMap<>();
    private final Map<String, String> types = new ConcurrentHashMap<>();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, URI> elsewhere = new ConcurrentHashMap<>();
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile int tagsOnAPage = Integer.MAX_VALUE;
    private final Faults faults = new Faults();
    private final Gate gate = new Gate();
    private final FakeUploads uploads = new FakeUploads(faults, gate, blobs, this::addBlob);

    private FakeRegistry(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    public static FakeRegistry start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        FakeRegistry registry = new FakeRegistry(server, "http");
        server.start();
        return registry;
    }

    /**
     * One that speaks TLS as {@code registry.example}, on all of the machine's addresses, with a certificate of its own
     * making, which it leaves in the directory as {@code tls.crt} and {@code tls.key}.
     */
    public static FakeRegistry startTls(Path directory) throws IOException {
        return secured(new HttpsConfigurator(SelfSigned.context(directory)));
    }

    /** As {@link #startTls(Path)}, for those alone who show the same certificate. */
    public static FakeRegistry startMutualTls(Path directory) throws IOException {
        return secured(new HttpsConfigurator(SelfSigned.context(directory)) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
    }

    private static FakeRegistry secured(HttpsConfigurator configurator) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(0), 64);
        server.setHttpsConfigurator(configurator);
        FakeRegistry registry = new FakeRegistry(server, "https");
        server.start();
        return registry;
    }

    /** Host and port, as the first part of an image's name. */
    public String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String base() {
        return scheme + "://" + authority();
    }

    /** Lists tags so many at a time. */
    public void pageTags(int count) {
        tagsOnAPage = count;
    }

    public Faults faults() {
        return faults;
    }

    public Gate gate() {
        return gate;
    }

    /** Method and path of every request so far, with the range that was asked for or sent. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public String addBlob(byte[] content) {
        String digest = Sha256.digest(content);
        blobs.put(digest, content.clone());
        return digest;
    }

    /** Changes what a blob's digest leads to, so that it does not match any more. */
    public void replaceBlob(String digest, Consumer<byte[]> change) {
        byte[] content = blobs.getOrDefault(digest, new byte[0]).clone();
        change.accept(content);
        blobs.put(digest, content);
    }

    /** How many bytes a manifest or blob has. */
    public int sizeOf(String digest) {
        return blobs.getOrDefault(digest, new byte[0]).length;
    }

    /** Denies to have a blob where somebody looks for it before an upload, as of one that another repository has. */
    public void hideFromHead(String digest) {
        hidden.add(digest);
    }

    /** Makes the registry send whoever asks for the blob to another place. */
    public void redirectBlob(String digest, URI target) {
        elsewhere.put(digest, target);
    }

    /** Adds a manifest or an index under its digest and under a tag. */
    public String addManifest(String repository, String tag, String mediaType, byte[] content) {
        String digest = addBlob(content);
        types.put(digest, mediaType);
        manifests.put(repository + "@" + digest, digest);
        manifests.put(repository + "@" + tag, digest);
        return digest;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String asked = exchange.getRequestHeaders().getFirst("Range");
            String range = asked == null ? exchange.getRequestHeaders().getFirst("Content-Range") : asked;
            requests.add(exchange.getRequestMethod() + " " + path + (range == null ? "" : " " + range));
            if (faults.hangs()) {
                closed.await();
                return;
            }
            if (faults.hugeHeaders() > 0) {
                exchange.getResponseHeaders().set("X-Huge", "x".repeat(faults.hugeHeaders()));
            }
            int refusal = faults.takeRefusal();
            if (refusal != 0) {
                if (refusal == 429 && !faults.retryAfter().isEmpty()) {
                    exchange.getResponseHeaders().set("Retry-After", faults.retryAfter());
                }
                send(exchange, refusal, "text/html", "<html>no</html>".getBytes(StandardCharsets.UTF_8));
            } else if (path.equals("/token")) {
                token(exchange);
            } else {
                answer(exchange, path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, String path) throws IOException, InterruptedException {
        Optional<String> challenge = gate.challenge(exchange, base());
        int manifest = path.indexOf("/manifests/");
        int blob = path.indexOf("/blobs/");
        if (challenge.isPresent()) {
            exchange.getResponseHeaders().set("WWW-Authenticate", challenge.get());
            error(exchange, 401, "UNAUTHORIZED", "authentication required");
        } else if (path.equals("/v2/")) {
            send(exchange, 200, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
        } else if (path.startsWith("/v2/") && manifest > 0) {
            manifest(exchange, path.substring(4, manifest), path.substring(manifest + "/manifests/".length()));
        } else if (path.startsWith("/v2/") && FakeUploads.isUpload(path)) {
            uploads.handle(exchange, path);
        } else if (path.startsWith("/v2/") && blob > 0) {
            blob(exchange, path.substring(blob + "/blobs/".length()));
        } else if (path.startsWith("/v2/") && path.endsWith("/tags/list")) {
            tags(exchange, path.substring(4, path.length() - "/tags/list".length()));
        } else {
            error(exchange, 404, "NOT_FOUND", "no such route");
        }
    }

    private void tags(HttpExchange exchange, String repository) throws IOException {
        String last = String.valueOf(exchange.getRequestURI().getQuery()).replaceFirst("^last=|^null$", "");
        List<String> tags = manifests.keySet().stream()
                .filter(key -> key.startsWith(repository + "@") && !key.contains("@sha256:"))
                .map(key -> key.substring(repository.length() + 1))
                .filter(tag -> tag.compareTo(last) > 0)
                .sorted()
                .toList();
        List<String> page = tags.subList(0, Math.min(tagsOnAPage, tags.size()));
        if (page.size() < tags.size()) {
            String next = "/v2/" + repository + "/tags/list?last=" + page.getLast();
            exchange.getResponseHeaders().set("Link", "<" + next + ">; rel=\"next\"");
        }
        String body = "{\"name\":\"" + repository + "\",\"tags\":[\"" + String.join("\",\"", page) + "\"]}";
        send(exchange, 200, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private void token(HttpExchange exchange) throws IOException {
        Optional<String> token = gate.issue(exchange);
        if (token.isEmpty()) {
            send(exchange, 401, "text/plain", "who are you?".getBytes(StandardCharsets.UTF_8));
            return;
        }
        send(exchange, 200, "application/json", token.get().getBytes(StandardCharsets.UTF_8));
    }

    private void manifest(HttpExchange exchange, String repository, String which) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            byte[] content = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders()
                    .set("Docker-Content-Digest", addManifest(repository, which, String.valueOf(type), content));
            exchange.sendResponseHeaders(201, -1);
            return;
        }
        String digest = manifests.get(repository + "@" + which);
        if (digest == null) {
            error(exchange, 404, "MANIFEST_UNKNOWN", "manifest unknown");
            return;
        }
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
        send(exchange, 200, types.getOrDefault(digest, ""), faults.sent(blobs.getOrDefault(digest, new byte[0])));
    }

    private void blob(HttpExchange exchange, String name) throws IOException, InterruptedException {
        if (!name.matches("sha256:[0-9a-f]{64}")) {
            error(exchange, 400, "DIGEST_INVALID", "provided digest did not match uploaded content");
            return;
        }
        URI other = elsewhere.get(name);
        byte[] content = blobs.get(name);
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        if (other != null) {
            exchange.getResponseHeaders().set("Location", other.toString());
            exchange.sendResponseHeaders(307, -1);
        } else if (content == null || (hidden.contains(name) && isHead)) {
            error(exchange, 404, "BLOB_UNKNOWN", "blob unknown to registry");
        } else if (isHead) {
            send(exchange, 200, "application/octet-stream", content);
        } else {
            stream(exchange, faults.sentBlob(content));
        }
    }

    private void stream(HttpExchange exchange, byte[] content) throws IOException, InterruptedException {
        int from = 0;
        String range = exchange.getRequestHeaders().getFirst("Range");
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/octet-stream");
        if (range != null && faults.knowsRanges()) {
            from = Integer.parseInt(range.substring("bytes=".length(), range.indexOf('-')));
            headers.set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        int length = content.length - from;
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, length == 0 ? -1 : length);
        OutputStream out = exchange.getResponseBody();
        long breakAfter = faults.takeBreak(length);
        if (breakAfter >= 0) {
            out.write(content, from, (int) breakAfter);
            out.flush();
            return; // closing the exchange now closes its connection
        }
        if (faults.stalls(length)) {
            out.write(content, from, faults.stallsAfter(length));
            out.flush();
            closed.await();
            return;
        }
        int step = faults.dripBytes() > 0 ? faults.dripBytes() : length;
        for (int at = from; at < content.length; at += step) {
            out.write(content, at, Math.min(step, content.length - at));
            if (faults.dripBytes() > 0) {
                out.flush();
                if (closed.await(faults.dripPause().toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        }
    }

    private static void error(HttpExchange exchange, int status, String code, String message) throws IOException {
        String body = "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\",\"detail\":{}}]}";
        send(exchange, status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
