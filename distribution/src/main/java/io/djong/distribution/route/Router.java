package io.djong.distribution.route;

import io.djong.distribution.access.Grant;
import io.djong.distribution.access.Guard;
import io.djong.distribution.access.Need;
import io.djong.distribution.access.Need.Action;
import io.djong.distribution.library.Library;
import io.djong.distribution.metrics.Metrics;
import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.Refusal;
import io.djong.http.Handler;
import io.djong.http.Request;
import io.djong.http.Response;
import io.djong.model.error.EngineException;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.Unavailable;
import io.djong.model.json.Json;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request to its answer, with the errors in the protocol's form. */
public final class Router implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private final Guard guard;
    private final Library library;
    private final ReadRoutes reads;
    private final BlobRoutes blobs;
    private final Optional<WriteRoutes> writes;
    private final Metrics metrics;

    /** @param writes empty where nothing may be changed */
    public Router(Library library, Optional<WriteRoutes> writes, Guard guard, Metrics metrics) {
        this.guard = guard;
        this.library = library;
        this.reads = new ReadRoutes(library);
        this.blobs = new BlobRoutes(library);
        this.writes = writes;
        this.metrics = metrics;
    }

    @Override
    public void handle(Request request, Response response) throws IOException, InterruptedException {
        Metrics.Call call = metrics.begin(request);
        try {
            response.header("Docker-Distribution-API-Version", "registry/2.0");
            response.header("X-Content-Type-Options", "nosniff");
            if (!metrics.answer(request, response) && !guard.answer(request, response)) {
                answer(request, response, call);
            }
        } catch (Refusal refusal) {
            refuse(request, response, refusal);
        } catch (EngineException e) {
            LOG.debug("{}", request, e);
            refuse(request, response, refusal(e));
        } catch (IOException e) {
            fail(request, response, e);
        } finally {
            call.end(response);
        }
    }

    private void answer(Request request, Response response, Metrics.Call call)
            throws IOException, InterruptedException {
        String prefix = request.query("ns").map(library::prefix).orElse("");
        Address address = Address.parse(request.path(), prefix)
                .orElseThrow(() -> new Refusal(ErrorCode.UNSUPPORTED, 404, "there is nothing at this path"));
        call.concerns(address.kind());
        Grant grant = guard.admit(request, need(address, request.method()));
        call.by(grant.user());
        switch (address) {
            case Address.Base _ -> {
                read(request);
                response.header("Content-Type", "application/json").send(new byte[] {'{', '}'});
            }
            case Address.Catalog _ -> {
                read(request);
                reads.repositories(request, response);
            }
            case Address.Tags tags -> {
                read(request);
                reads.tags(tags.repository(), request, response);
            }
            case Address.Referrers referrers -> {
                read(request);
                reads.referrers(referrers, request, response);
            }
            case Address.Manifest manifest -> manifest(manifest, request, response);
            case Address.Blob blob -> blob(blob, request, response);
            case Address.Uploads uploads -> {
                require(request, "POST");
                writes().uploads(uploads.repository()).begin(uploads.repository(), request, response, grant);
            }
            case Address.Upload upload -> upload(upload, request, response);
        }
    }

    private void manifest(Address.Manifest address, Request request, Response response)
            throws IOException, InterruptedException {
        switch (request.method()) {
            case "GET", "HEAD" -> reads.manifest(address, request, response);
            case "PUT" -> writes().manifests(address.repository()).put(address, request, response);
            case "DELETE" -> writes().delete(address, response);
            default -> throw unsupported("GET, HEAD, PUT, DELETE");
        }
    }

    private void blob(Address.Blob address, Request request, Response response) throws IOException {
        switch (request.method()) {
            case "GET" -> blobs.get(address, request, response);
            case "HEAD" -> blobs.head(address, response);
            case "DELETE" -> writes().delete(address, response);
            default -> throw unsupported("GET, HEAD, DELETE");
        }
    }

    private void upload(Address.Upload address, Request request, Response response) throws IOException {
        UploadRoutes uploads = writes().uploads(address.repository());
        switch (request.method()) {
            case "GET", "HEAD" -> uploads.status(address, response);
            case "PATCH" -> uploads.patch(address, request, response);
            case "PUT" -> uploads.put(address, request, response);
            case "DELETE" -> uploads.cancel(address, response);
            default -> throw unsupported("GET, HEAD, PATCH, PUT, DELETE");
        }
    }

    private static Need need(Address address, String method) {
        boolean reading = method.equals("GET") || method.equals("HEAD");
        Set<Action> change = method.equals("DELETE") ? Set.of(Action.DELETE) : Set.of(Action.PULL, Action.PUSH);
        Set<Action> actions = reading ? Set.of(Action.PULL) : change;
        return switch (address) {
            case Address.Base _ -> new Need.Presence();
            case Address.Catalog _ -> new Need.Listing();
            case Address.Tags tags -> new Need.Use(tags.repository(), actions);
            case Address.Referrers referrers -> new Need.Use(referrers.repository(), actions);
            case Address.Manifest manifest -> new Need.Use(manifest.repository(), actions);
            case Address.Blob blob -> new Need.Use(blob.repository(), actions);
            // Whatever is done to an upload is part of a push.
            case Address.Uploads uploads -> new Need.Use(uploads.repository(), Set.of(Action.PULL, Action.PUSH));
            case Address.Upload upload -> new Need.Use(upload.repository(), Set.of(Action.PULL, Action.PUSH));
        };
    }

    private WriteRoutes writes() {
        return writes.orElseThrow(() -> new Refusal(ErrorCode.UNSUPPORTED, "this registry is read-only"));
    }

    private static void read(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw unsupported("GET, HEAD");
        }
    }

    private static void require(Request request, String method) {
        if (!request.method().equals(method)) {
            throw unsupported(method);
        }
    }

    private static Refusal unsupported(String allowed) {
        return new Refusal(ErrorCode.UNSUPPORTED).header("Allow", allowed);
    }

    private static Refusal refusal(EngineException failure) {
        return switch (failure) {
            case InvalidArgument e -> new Refusal(ErrorCode.UNKNOWN, 400, e.message());
            case Unavailable e -> new Refusal(ErrorCode.UNAVAILABLE, e.message());
            case EngineException e -> new Refusal(ErrorCode.UNKNOWN, e.message());
        };
    }

    /** The client may be gone, which the answer will show, or it was the disk. */
    private static void fail(Request request, Response response, IOException failure) throws IOException {
        if (failure instanceof FileSystemException) {
            LOG.warn("{}: {}", request, failure.toString());
        } else {
            LOG.debug("{}: {}", request, failure.toString());
        }
        if (response.committed()) {
            throw failure;
        }
        refuse(request, response, new Refusal(ErrorCode.UNKNOWN, "the registry cannot read or write its storage"));
    }

    private record Errors(List<Entry> errors) {}

    private record Entry(String code, String message, Map<String, String> detail) {}

    private static void refuse(Request request, Response response, Refusal refusal) throws IOException {
        if (response.committed()) {
            throw new IOException("refused after the head was sent: " + refusal.message(), refusal);
        }
        LOG.debug("{}: {} {}", request, refusal.code(), refusal.message());
        response.status(refusal.status()).header("Content-Type", "application/json");
        refusal.headers().forEach(response::header);
        response.send(
                Json.bytes(new Errors(List.of(new Entry(refusal.code().name(), refusal.message(), refusal.detail())))));
    }
}
