package io.djong.distribution.route;

import io.djong.distribution.library.BlobContent;
import io.djong.distribution.library.Library;
import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.Refusal;
import io.djong.http.Request;
import io.djong.http.Response;
import io.djong.model.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** Pulling blobs: whether they are there, and what is in them, in whole or from some byte on. */
final class BlobRoutes {
    private static final int BUFFER = 64 << 10;

    private final Library library;

    BlobRoutes(Library library) {
        this.library = library;
    }

    void head(Address.Blob blob, Response response) throws IOException {
        long size = library.size(blob.repository(), blob.digest()).orElseThrow(() -> unknown(blob.digest()));
        describe(response, blob.digest()).header("Content-Length", Long.toString(size));
    }

    void get(Address.Blob blob, Request request, Response response) throws IOException {
        String tag = etag(blob.digest());
        try (BlobContent content =
                library.blob(blob.repository(), blob.digest()).orElseThrow(() -> unknown(blob.digest()))) {
            if (request.headers("If-None-Match").contains(tag)) {
                response.status(304).header("ETag", tag);
                return;
            }
            Optional<ByteRange> range = request.header("Range")
                    .filter(_ -> request.header("If-Range")
                            .filter(t -> !t.equals(tag))
                            .isEmpty())
                    .flatMap(header -> ByteRange.asked(header, content.size()));
            describe(response, blob.digest());
            range.ifPresent(piece -> response.status(206).header("Content-Range", piece.of(content.size())));
            send(content, range.orElse(new ByteRange(0, content.size())), response);
        }
    }

    private static void send(BlobContent content, ByteRange range, Response response) throws IOException {
        switch (content) {
            case BlobContent.Stored stored -> response.send(stored.file(), range.start(), range.length());
            case BlobContent.Arriving arriving -> copy(arriving, range, response);
        }
    }

    private static void copy(BlobContent.Arriving arriving, ByteRange range, Response response) throws IOException {
        response.header("Content-Length", Long.toString(range.length()));
        byte[] buffer = new byte[BUFFER];
        OutputStream out = response.body();
        try (InputStream in = arriving.open(range.start())) {
            for (long left = range.length(); left > 0; ) {
                int got = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (got < 0) {
                    throw new EOFException("the blob ends before its size");
                }
                out.write(buffer, 0, got);
                left -= got;
            }
        }
    }

    private static Response describe(Response response, Digest digest) {
        return response.header("Content-Type", "application/octet-stream")
                .header("Accept-Ranges", "bytes")
                .header("Cache-Control", "max-age=31536000")
                .header("Docker-Content-Digest", digest.toString())
                .header("ETag", etag(digest));
    }

    static String etag(Digest digest) {
        return '"' + digest.toString() + '"';
    }

    static Refusal unknown(Digest digest) {
        return new Refusal(ErrorCode.BLOB_UNKNOWN).about("digest", digest);
    }
}
