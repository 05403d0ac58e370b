package io.djong.registry;

import io.djong.model.image.Descriptor;
import io.djong.registry.Call.Limits;
import io.djong.registry.RegistryFailure.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The question for a blob from an offset to its end.
 *
 * @param path of the blob at a registry
 * @param limits given where others can be asked instead
 */
record BlobRequest(String path, Descriptor blob, long offset, Optional<Limits> limits) {
    /** The part of a blob that may come a second time where a server knows no ranges and others may. */
    private static final int WASTE = 20;

    /** Asks a route; the body begins at the offset, whether or not the server knows ranges. */
    Answer send(Route route) throws RegistryFailure {
        return checked(route.get(path, headers(), limits));
    }

    /** Asks whoever has it, without any proof. */
    Answer sendTo(Transport transport, URI uri) throws RegistryFailure {
        return checked(transport.send(Call.get(uri, headers()).within(limits)));
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "application/octet-stream, */*");
        headers.put("Accept-Encoding", "identity");
        if (offset > 0) {
            headers.put("Range", "bytes=" + offset + "-");
        }
        return headers;
    }

    private Answer checked(Answer answer) throws RegistryFailure {
        try {
            switch (answer.status()) {
                case 200 -> {
                    checkLength(answer, blob.size());
                    skip(answer);
                }
                case 206 -> {
                    checkLength(answer, blob.size() - offset);
                    checkStart(answer);
                }
                default -> throw answer.failure();
            }
            return answer;
        } catch (RegistryFailure e) {
            answer.close();
            throw e;
        }
    }

    private void checkLength(Answer answer, long expected) throws RegistryFailure {
        OptionalLong length = answer.contentLength();
        if (length.isPresent() && length.getAsLong() != expected) {
            throw RegistryFailure.of(
                    Kind.MALFORMED,
                    answer.uri(),
                    "blob " + blob.digest() + " comes as " + length.getAsLong() + " bytes, " + expected + " are due");
        }
    }

    private void checkStart(Answer answer) throws RegistryFailure {
        String range = answer.header("Content-Range").orElse("");
        if (!range.startsWith("bytes " + offset + "-")) {
            throw RegistryFailure.of(
                    Kind.MALFORMED,
                    answer.uri(),
                    "asked for bytes from " + offset + ", got " + RegistryFailure.bounded(range));
        }
    }

    private void skip(Answer answer) throws RegistryFailure {
        if (limits.isPresent() && offset > blob.size() / WASTE) {
            throw RegistryFailure.of(Kind.BROKEN, answer.uri(), "blob " + blob.digest() + " does not come in ranges");
        }
        try {
            answer.body().skipNBytes(offset);
        } catch (IOException e) {
            throw RegistryFailure.of(Kind.BROKEN, answer.uri(), "unexpected EOF", e);
        }
    }
}
