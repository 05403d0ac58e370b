package io.djong.distribution;

import io.djong.model.Digest;
import io.djong.model.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A client that speaks to a registry through a socket, one request at a time. */
public final class Caller implements AutoCloseable {
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String EMPTY = "application/vnd.oci.empty.v1+json";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    public Caller(SocketAddress address) {
        this.base = "http://127.0.0.1:" + ((InetSocketAddress) address).getPort();
    }

    public String base() {
        return base;
    }

    /** An answer. */
    public record Reply(HttpResponse<byte[]> response) {
        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public byte[] body() {
            return response.body();
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return Json.tree(response.body());
        }

        /** The first error's code. */
        public String code() {
            return json().path("errors").path(0).path("code").asString("");
        }

        public List<String> list(String name) {
            List<String> texts = new ArrayList<>();
            json().path(name).forEach(node -> texts.add(node.asString()));
            return texts;
        }
    }

    /** Sends a request; headers are names and values by turns. */
    public Reply call(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : base + path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    public Reply send(HttpRequest request) {
        try {
            return new Reply(client.send(request, BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new AssertionError(request + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public Reply get(String path, String... headers) {
        return call("GET", path, new byte[0], headers);
    }

    public Reply head(String path, String... headers) {
        return call("HEAD", path, new byte[0], headers);
    }

    public Reply delete(String path) {
        return call("DELETE", path, new byte[0]);
    }

    public Reply post(String path) {
        return call("POST", path, new byte[0]);
    }

    /** Pushes a blob as docker does: a session, one stream, the digest. */
    public Digest push(String repository, byte[] blob) {
        Digest digest = Digest.sha256(blob);
        String place = begin(repository);
        String next = call("PATCH", place, blob).header("Location");
        Reply reply = call("PUT", next + "?digest=" + digest, new byte[0]);
        expect(201, reply);
        return digest;
    }

    public String begin(String repository) {
        Reply reply = post("/v2/" + repository + "/blobs/uploads/");
        expect(202, reply);
        return reply.header("Location");
    }

    public static void expect(int status, Reply reply) {
        if (reply.status() != status) {
            throw new AssertionError("expected " + status + " but was " + reply.status() + ": " + reply.text());
        }
    }

    /** Pushes an image of one layer. */
    public Digest image(String repository, String tag, String layer) {
        Digest config = push(repository, ("{\"of\":\"" + layer + "\"}").getBytes(StandardCharsets.UTF_8));
        Digest blob = push(repository, layer.getBytes(StandardCharsets.UTF_8));
        byte[] manifest = manifest(config, ("{\"of\":\"" + layer + "\"}").length(), blob, layer.length(), "");
        Reply reply = call("PUT", "/v2/" + repository + "/manifests/" + tag, manifest, "Content-Type", OCI_MANIFEST);
        expect(201, reply);
        return Digest.sha256(manifest);
    }

    public static byte[] manifest(Digest config, long configSize, Digest layer, long layerSize, String more) {
        return bytes("""
                {"schemaVersion":2,"mediaType":"%s",\
                "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},\
                "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]%s}\
                """.formatted(OCI_MANIFEST, config, configSize, layer, layerSize, more));
    }

    /** Pushes an artifact that is about something. */
    public Digest artifact(String repository, Digest subject, String type, String note) {
        Digest empty = push(repository, bytes("{}"));
        byte[] manifest =
                bytes("""
                {"schemaVersion":2,"mediaType":"%s","artifactType":"%s",\
                "config":{"mediaType":"%s","digest":"%s","size":2},\
                "layers":[{"mediaType":"%s","digest":"%s","size":2}],\
                "subject":{"mediaType":"%s","digest":"%s","size":100},\
                "annotations":{"note":"%s"}}\
                """.formatted(OCI_MANIFEST, type, EMPTY, empty, EMPTY, empty, OCI_MANIFEST, subject, note));
        Digest digest = Digest.sha256(manifest);
        Reply reply = call("PUT", "/v2/" + repository + "/manifests/" + digest, manifest, "Content-Type", OCI_MANIFEST);
        expect(201, reply);
        if (!reply.header("OCI-Subject").equals(subject.toString())) {
            throw new AssertionError(
                    "no OCI-Subject: " + reply.response().headers().map());
        }
        return digest;
    }

    public static byte[] index(Map<Digest, Integer> manifests) {
        List<String> entries = new ArrayList<>();
        manifests.forEach((digest, size) -> entries.add("""
                {"mediaType":"%s","digest":"%s","size":%d,"platform":{"os":"linux","architecture":"amd64"}}\
                """.formatted(OCI_MANIFEST, digest, size)));
        return bytes("{\"schemaVersion\":2,\"mediaType\":\"" + OCI_INDEX + "\",\"manifests\":["
                + String.join(",", entries) + "]}");
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
