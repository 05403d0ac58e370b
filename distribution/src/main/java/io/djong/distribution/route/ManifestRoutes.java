package io.djong.distribution.route;

import io.djong.distribution.catalog.Catalog;
import io.djong.distribution.catalog.ManifestDocument;
import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.ManifestName;
import io.djong.distribution.protocol.Refusal;
import io.djong.distribution.protocol.RepositoryName;
import io.djong.http.Request;
import io.djong.http.Response;
import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import io.djong.model.image.Descriptor;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Pushing manifests. */
final class ManifestRoutes {
    /** Some at a time: a manifest's tree takes many times its bytes. */
    private static final int PARSED_AT_ONCE = 4;

    private final Catalog catalog;
    private final Semaphore parsing = new Semaphore(PARSED_AT_ONCE);

    ManifestRoutes(Catalog catalog) {
        this.catalog = catalog;
    }

    void put(Address.Manifest address, Request request, Response response) throws IOException, InterruptedException {
        byte[] bytes = body(request);
        Digest digest = digest(address.name(), bytes);
        ManifestDocument document = parse(contentType(request), bytes);
        Descriptor manifest = new Descriptor(document.mediaType(), digest, bytes.length);
        Optional<String> tag =
                address.name() instanceof ManifestName.ByTag(String name) ? Optional.of(name) : Optional.empty();
        catalog.put(address.repository(), tag, manifest, document);
        document.subject().ifPresent(subject -> response.header("OCI-Subject", subject.toString()));
        response.status(201)
                .header("Location", location(address.repository(), digest))
                .header("Docker-Content-Digest", digest.toString());
    }

    private static byte[] body(Request request) throws IOException {
        try {
            return request.body(ManifestDocument.MAX);
        } catch (InvalidArgument e) {
            throw new Refusal(ErrorCode.SIZE_INVALID, 413, "manifest too large: " + e.message());
        }
    }

    private static Digest digest(ManifestName name, byte[] bytes) {
        if (!(name instanceof ManifestName.ByDigest(Digest wanted))) {
            return Digest.sha256(bytes);
        }
        var hasher = wanted.hasher();
        hasher.update(bytes);
        if (!wanted.matches(hasher)) {
            throw new Refusal(ErrorCode.DIGEST_INVALID).about("digest", wanted);
        }
        return wanted;
    }

    private ManifestDocument parse(String contentType, byte[] bytes) throws InterruptedException {
        parsing.acquire();
        try {
            return ManifestDocument.parse(contentType, bytes);
        } finally {
            parsing.release();
        }
    }

    private static String contentType(Request request) {
        String value = request.header("Content-Type").orElse("");
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip();
    }

    private static String location(RepositoryName repository, Digest digest) {
        return Address.ROOT + repository + "/manifests/" + digest;
    }
}
