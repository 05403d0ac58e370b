package io.djong.registry;

import io.djong.model.error.Cancelled;
import io.djong.model.image.Descriptor;
import io.djong.registry.RegistryFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A blob from an offset to its end. Where the connection breaks or stalls, it is opened again at the byte that comes
 * next, so that a pipeline behind it never notices; failures in a row without a byte between them are counted, and the
 * last is thrown.
 */
final class BlobStream extends InputStream {
    private final Repository repository;
    private final Descriptor descriptor;
    // The reader's thread alone touches these.
    private long position;
    private int failures;
    private @Nullable Answer answer;

    BlobStream(Repository repository, Descriptor descriptor, long offset) {
        this.repository = repository;
        this.descriptor = descriptor;
        this.position = offset;
    }

    /** Asks a route for the rest of a blob; the body begins at the offset, whether or not the server knows ranges. */
    static Answer request(Route route, String path, Descriptor descriptor, long offset) throws RegistryFailure {
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "application/octet-stream, */*");
        headers.put("Accept-Encoding", "identity");
        if (offset > 0) {
            headers.put("Range", "bytes=" + offset + "-");
        }
        Answer answer = route.get(path, headers);
        try {
            switch (answer.status()) {
                case 200 -> {
                    checkLength(answer, descriptor, descriptor.size());
                    skip(answer, offset);
                }
                case 206 -> {
                    checkLength(answer, descriptor, descriptor.size() - offset);
                    checkStart(answer, offset);
                }
                default -> throw answer.failure();
            }
            return answer;
        } catch (RegistryFailure e) {
            answer.close();
            throw e;
        }
    }

    private static void checkLength(Answer answer, Descriptor descriptor, long expected) throws RegistryFailure {
        OptionalLong length = answer.contentLength();
        if (length.isPresent() && length.getAsLong() != expected) {
            throw RegistryFailure.of(
                    Kind.MALFORMED,
                    answer.uri(),
                    "blob " + descriptor.digest() + " comes as " + length.getAsLong() + " bytes, " + expected
                            + " are due");
        }
    }

    private static void checkStart(Answer answer, long offset) throws RegistryFailure {
        String range = answer.header("Content-Range").orElse("");
        if (!range.startsWith("bytes " + offset + "-")) {
            throw RegistryFailure.of(
                    Kind.MALFORMED,
                    answer.uri(),
                    "asked for bytes from " + offset + ", got " + RegistryFailure.bounded(range));
        }
    }

    private static void skip(Answer answer, long offset) throws RegistryFailure {
        try {
            answer.body().skipNBytes(offset);
        } catch (IOException e) {
            throw RegistryFailure.of(Kind.BROKEN, answer.uri(), "unexpected EOF", e);
        }
    }

    /** Makes the first request. */
    void connect() {
        while (answer == null && position < descriptor.size()) {
            try {
                answer = repository.openOnce(descriptor, position);
            } catch (RegistryFailure e) {
                afterFailure(e);
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        while (position < descriptor.size()) {
            connect();
            Answer from = answer;
            if (from == null) {
                continue;
            }
            try {
                int wanted = (int) Math.min(length, descriptor.size() - position);
                int count = from.body().read(target, offset, wanted);
                if (count > 0) {
                    position += count;
                    failures = 0;
                    return count;
                }
                afterFailure(RegistryFailure.of(Kind.BROKEN, from.uri(), "unexpected EOF"));
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    close();
                    throw new Cancelled("context canceled", e);
                }
                afterFailure(RegistryFailure.of(
                        Kind.BROKEN, from.uri(), "blob " + descriptor.digest() + ": " + Words.reason(e), e));
            }
        }
        close();
        return -1;
    }

    private void afterFailure(RegistryFailure failure) {
        close();
        failures++;
        if (!failure.temporary() || failures >= repository.patience().attempts()) {
            throw repository.translate(failure);
        }
        Repository.pause(repository.patience(), failures);
    }

    @Override
    public void close() {
        Answer open = answer;
        answer = null;
        if (open != null) {
            if (position == descriptor.size()) {
                finish(open);
            }
            open.close();
        }
    }

    /** Sees the end of a body whose bytes are all there, so that its connection can be used again. */
    private static void finish(Answer open) {
        try {
            int _ = open.body().read();
        } catch (IOException e) {
            // The content is complete; the connection is not wanted that much.
            return;
        }
    }
}
