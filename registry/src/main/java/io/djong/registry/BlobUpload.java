package io.djong.registry;

import io.djong.model.image.Descriptor;
import io.djong.registry.Call.Limits;
import io.djong.registry.RegistryFailure.Kind;
import io.djong.registry.RegistrySettings.Patience;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Brings one blob to a registry (OCI distribution spec, pushing blobs): a small one with one request, others as a stream,
 * which goes on where it broke, in pieces from then on; smaller ones where the registry takes no more at a time.
 *
 * <p>Used by one thread.
 */
final class BlobUpload {
    private static final long SMALL = 256 << 10;
    private static final long PIECE = 16L << 20;
    /** What proxies take that nobody has told of images. */
    private static final long LEAST_PIECE = 1L << 20;

    private static final Duration SILENCE = Duration.ofMinutes(2);
    private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-([0-9]{1,18})");

    private final Route route;
    private final String repository;
    private final Descriptor blob;
    private final Body.Source source;
    private final UploadWatcher watcher;
    private final AtomicLong sent = new AtomicLong();
    private @Nullable URI session;
    private long stored;
    private long piece = Long.MAX_VALUE;
    private long leastPiece = LEAST_PIECE;

    BlobUpload(Route route, String repository, Descriptor blob, Body.Source source, UploadWatcher watcher) {
        this.route = route;
        this.repository = repository;
        this.blob = blob;
        this.source = source;
        this.watcher = watcher;
    }

    /**
     * Uploads the blob.
     *
     * @param begun an upload that the registry has begun, if it has
     */
    void run(Optional<URI> begun, Patience patience) throws RegistryFailure {
        session = begun.orElse(null);
        int failures = 0;
        long before = 0;
        while (true) {
            try {
                proceed(failures > 0);
                return;
            } catch (RegistryFailure failure) {
                failures = stored > before ? 1 : failures + 1;
                before = stored;
                boolean hope = changesWay(failure)
                        ? failures < patience.attempts()
                        : patience.allowsAnother(failures, failure);
                if (!hope) {
                    throw failure;
                }
                Duration pause = patience.pauseAfter(failures, failure);
                watcher.retrying(pause);
                Repository.pause(pause);
            }
        }
    }

    /** Begins anew where the registry has lost the upload; sends less at a time where it was too much. */
    private boolean changesWay(RegistryFailure failure) {
        if (session != null && (failure.status() == 404 || failure.status() == 416)) {
            session = null;
            return true;
        }
        return (failure.status() == 413 || failure.kind() == Kind.BROKEN) && sendsLess(failure);
    }

    private boolean sendsLess(RegistryFailure failure) {
        long tried = Math.min(piece, blob.size() - stored);
        long less = failure.status() == 413 && tried <= PIECE ? tried / 4 : PIECE;
        piece = Math.min(piece, Math.max(less, leastPiece));
        return piece < tried;
    }

    private void proceed(boolean again) throws RegistryFailure {
        URI at = session;
        if (at == null && again && isThere(route, repository, blob)) {
            return; // the end was reached, and only the answer lost
        }
        if (at == null) {
            stored = 0;
            at = begin();
        } else if (again) {
            at = askHowFar(at);
        }
        session = at;
        if (stored == 0 && blob.size() <= Math.min(SMALL, piece)) {
            finish(at, part(blob.size()));
            return;
        }
        while (stored < blob.size()) {
            at = sendPiece(at);
            session = at;
        }
        finish(at, part(0));
    }

    /** Whether the registry has a blob. */
    static boolean isThere(Route route, String repository, Descriptor blob) throws RegistryFailure {
        Answer answer = route.head("/" + repository + "/blobs/" + blob.digest(), Map.of());
        if (answer.status() != 200 && answer.status() != 404) {
            throw answer.failure();
        }
        try (answer) {
            return answer.status() == 200;
        }
    }

    private URI begin() throws RegistryFailure {
        Call call = Call.post(route.endpoint().resolve("/" + repository + "/blobs/uploads/"), Map.of());
        try (Answer answer = expect(call, 202)) {
            answer.header("OCI-Chunk-Min-Length")
                    .filter(text -> text.matches("[0-9]{1,12}"))
                    .ifPresent(least -> leastPiece = Math.max(leastPiece, Long.parseLong(least)));
            return location(answer);
        }
    }

    /** The registry's word on how much of the upload it has. */
    private URI askHowFar(URI at) throws RegistryFailure {
        try (Answer answer = expect(Call.get(at, Map.of()), 204)) {
            stored = range(answer, 0);
            return answer.header("Location").isPresent() ? location(answer) : at;
        }
    }

    private URI sendPiece(URI at) throws RegistryFailure {
        long length = Math.min(piece, blob.size() - stored);
        Map<String, String> headers = new LinkedHashMap<>();
        if (length < blob.size()) {
            headers.put("Content-Range", stored + "-" + (stored + length - 1));
        }
        Call call = new Call("PATCH", at, headers, Optional.of(part(length)), Optional.of(limits()));
        try (Answer answer = expect(call, 202)) {
            stored = range(answer, stored + length);
            return location(answer);
        }
    }

    private void finish(URI at, Body.Part rest) throws RegistryFailure {
        String query = at.getRawQuery() == null ? "" : at.getRawQuery() + "&";
        String digest = URLEncoder.encode(blob.digest().toString(), StandardCharsets.UTF_8);
        URI target = URI.create(withoutQuery(at) + "?" + query + "digest=" + digest);
        Answer _ = closed(expect(new Call("PUT", target, Map.of(), Optional.of(rest), Optional.of(limits())), 201));
        stored = blob.size();
    }

    private Body.Part part(long length) {
        return new Body.Part(source, stored, length, sent, watcher::sent);
    }

    private static Limits limits() {
        return new Limits(SILENCE, SILENCE);
    }

    private Answer expect(Call call, int status) throws RegistryFailure {
        Answer answer = route.send(call);
        // Some say 201 or 200 where the specification has another word for it.
        if (answer.status() == status || (answer.status() / 100 == 2 && answer.status() != 206)) {
            return answer;
        }
        throw answer.failure();
    }

    private static Answer closed(Answer answer) {
        answer.drain();
        answer.close();
        return answer;
    }

    private static long range(Answer answer, long otherwise) {
        Matcher range = RANGE.matcher(answer.header("Range").orElse(""));
        if (!range.matches()) {
            return otherwise;
        }
        long last = Long.parseLong(range.group(1));
        return last == 0 ? 0 : last + 1;
    }

    static URI location(Answer answer) throws RegistryFailure {
        String text = answer.header("Location").orElse("");
        try {
            URI target = answer.uri().resolve(text);
            boolean web = "https".equals(target.getScheme()) || "http".equals(target.getScheme());
            boolean downgrade = "https".equals(answer.uri().getScheme()) && !"https".equals(target.getScheme());
            if (!text.isEmpty() && web && !downgrade && target.getHost() != null) {
                answer.drain();
                return target;
            }
        } catch (IllegalArgumentException e) {
            // Told below, as any other that leads nowhere.
        }
        throw RegistryFailure.of(
                Kind.MALFORMED, answer.uri(), "upload without a location: " + RegistryFailure.bounded(text));
    }

    private static String withoutQuery(URI uri) {
        String text = uri.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }
}
