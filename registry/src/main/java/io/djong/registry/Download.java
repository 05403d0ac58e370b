package io.djong.registry;

import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.NotFound;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A file of the web on its way. To be closed. */
public final class Download implements AutoCloseable {
    private static final int MAX_WORDS = 1024;

    private final Answer answer;

    private Download(Answer answer) {
        this.answer = answer;
    }

    static Download begin(Transport transport, URI uri) {
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null) {
            throw new InvalidArgument("cannot download \"" + uri + "\": it is no URL of http or https");
        }
        try {
            Answer answer = transport.send(Call.get(uri, Map.of()));
            if (answer.status() >= 400) {
                throw refused(uri, answer);
            }
            return new Download(answer);
        } catch (RegistryFailure failure) {
            throw new Internal(String.valueOf(failure.getMessage()), failure);
        }
    }

    private static RuntimeException refused(URI uri, Answer answer) {
        String body;
        try (answer) {
            body = new String(answer.body().readNBytes(MAX_WORDS), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            body = "";
        }
        String words = "failed to GET " + RegistryFailure.redacted(uri) + " with status "
                + Words.statusLine(answer.status()) + ": " + body;
        return answer.status() == 404 ? new NotFound(words) : new Internal(words);
    }

    public InputStream stream() {
        return answer.body();
    }

    /** In bytes; 0 where the server does not say. */
    public long length() {
        return answer.contentLength().orElse(0);
    }

    @Override
    public void close() {
        answer.close();
    }
}
