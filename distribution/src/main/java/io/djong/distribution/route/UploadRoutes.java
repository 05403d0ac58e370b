package io.djong.distribution.route;

import io.djong.distribution.access.Grant;
import io.djong.distribution.access.Need;
import io.djong.distribution.catalog.Catalog;
import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.ManifestName;
import io.djong.distribution.protocol.Refusal;
import io.djong.distribution.protocol.RepositoryName;
import io.djong.distribution.upload.Upload;
import io.djong.distribution.upload.Uploads;
import io.djong.http.Request;
import io.djong.http.Response;
import io.djong.model.Digest;
import io.djong.model.image.Descriptor;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Pushing blobs: in one request, in two, in chunks, or by a word where another repository has them. */
final class UploadRoutes {
    private static final String OCTETS = "application/octet-stream";

    private final Catalog catalog;
    private final Uploads uploads;

    UploadRoutes(Catalog catalog, Uploads uploads) {
        this.catalog = catalog;
        this.uploads = uploads;
    }

    void begin(RepositoryName repository, Request request, Response response, Grant grant) throws IOException {
        if (request.query("mount").isPresent() && mounted(repository, request, response, grant)) {
            return;
        }
        catalog.requireRoom(repository, 0);
        Optional<Digest> digest = request.query("digest").map(ManifestName::digest);
        Upload upload = uploads.begin(repository);
        if (digest.isPresent()) {
            try {
                append(repository, upload, request);
            } catch (IOException | RuntimeException e) {
                uploads.cancel(upload);
                throw e;
            }
            finish(repository, upload, digest.get(), response);
        } else {
            progress(repository, upload, response).status(202);
        }
    }

    private boolean mounted(RepositoryName repository, Request request, Response response, Grant grant) {
        Digest digest = ManifestName.digest(request.query("mount").orElse(""));
        Optional<RepositoryName> from = request.query("from")
                .map(RepositoryName::new)
                .filter(name -> grant.allows(new Need.Use(name, Set.of(Need.Action.PULL))));
        if (from.isEmpty() || !catalog.mount(repository, from.get(), digest)) {
            return false;
        }
        created(repository, digest, response);
        return true;
    }

    void status(Address.Upload address, Response response) throws IOException {
        Upload upload = uploads.find(address.repository(), address.id());
        progress(address.repository(), upload, response).status(204);
    }

    void patch(Address.Upload address, Request request, Response response) throws IOException {
        Upload upload = uploads.find(address.repository(), address.id());
        append(address.repository(), upload, request);
        progress(address.repository(), upload, response).status(202);
    }

    void put(Address.Upload address, Request request, Response response) throws IOException {
        Upload upload = uploads.find(address.repository(), address.id());
        Digest digest = ManifestName.digest(request.query("digest")
                .orElseThrow(() -> new Refusal(ErrorCode.DIGEST_INVALID, "the digest of the upload is missing")));
        append(address.repository(), upload, request);
        finish(address.repository(), upload, digest, response);
    }

    void cancel(Address.Upload address, Response response) throws IOException {
        uploads.cancel(uploads.find(address.repository(), address.id()));
        response.status(204);
    }

    private void append(RepositoryName repository, Upload upload, Request request) throws IOException {
        Optional<ByteRange> range = request.header("Content-Range").map(header -> chunk(header, repository, upload));
        Optional<Long> length = request.contentLength();
        if (range.isPresent()
                && length.isPresent()
                && length.get() != range.get().length()) {
            throw new Refusal(ErrorCode.SIZE_INVALID);
        }
        long room = upload.offset() + length.orElse(0L);
        catalog.requireRoom(repository, uploads.bytes() - upload.offset() + room);
        // A body without a length is looked at as it grows.
        upload.append(request.body(), total -> {
            if (length.isEmpty()) {
                catalog.requireRoom(repository, total);
            }
        });
    }

    /** Chunks come in order, each where the last one ended. */
    private static ByteRange chunk(String header, RepositoryName repository, Upload upload) {
        return ByteRange.sent(header)
                .filter(range -> range.start() == upload.offset())
                .orElseThrow(() -> new Refusal(ErrorCode.RANGE_INVALID)
                        .header("Location", location(repository, upload))
                        .header("Range", range(upload))
                        .header("Docker-Upload-UUID", upload.id()));
    }

    private void finish(RepositoryName repository, Upload upload, Digest digest, Response response) throws IOException {
        uploads.finish(
                upload, digest, (file, size) -> catalog.add(repository, file, new Descriptor(OCTETS, digest, size)));
        created(repository, digest, response);
    }

    private static void created(RepositoryName repository, Digest digest, Response response) {
        response.status(201)
                .header("Location", Address.ROOT + repository + "/blobs/" + digest)
                .header("Docker-Content-Digest", digest.toString());
    }

    private static Response progress(RepositoryName repository, Upload upload, Response response) {
        return response.header("Location", location(repository, upload))
                .header("Range", range(upload))
                .header("Docker-Upload-UUID", upload.id());
    }

    private static String location(RepositoryName repository, Upload upload) {
        return Address.ROOT + repository + "/blobs/uploads/" + upload.id();
    }

    /** With nothing there it is 0-0 as well, as the header has no way to say it. */
    private static String range(Upload upload) {
        return "0-" + Math.max(0, upload.offset() - 1);
    }
}
