package io.djong.registry;

import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.registry.RegistryFailure.Code;
import io.djong.registry.RegistryFailure.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** The head of an HTTP answer and its body, still to be read. To be closed by whoever does not hand the body on. */
final class Answer implements AutoCloseable {
    private static final int MAX_ERROR_BODY = 64 << 10;

    private final Call call;
    private final HttpResponse<BodyStream> response;

    Answer(Call call, HttpResponse<BodyStream> response) {
        this.call = call;
        this.response = response;
    }

    int status() {
        return response.statusCode();
    }

    /** Where the answer came from, after redirects. */
    URI uri() {
        return call.uri();
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    HttpHeaders headers() {
        return response.headers();
    }

    OptionalLong contentLength() {
        try {
            return response.headers().firstValueAsLong("Content-Length");
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    BodyStream body() {
        return response.body();
    }

    /** The whole body. @throws RegistryFailure if it is longer than {@code limit} bytes, or breaks off */
    byte[] read(int limit) throws RegistryFailure {
        try {
            byte[] bytes = body().readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw RegistryFailure.of(
                        Kind.MALFORMED,
                        uri(),
                        "answer of " + RegistryFailure.redacted(uri()) + " is longer than " + limit + " bytes");
            }
            return bytes;
        } catch (RegistryFailure e) {
            throw e;
        } catch (IOException e) {
            throw Words.broken(call, e);
        }
    }

    /** Reads a short body to its end, so that the connection can be used again. */
    void drain() {
        try {
            byte[] _ = read(MAX_ERROR_BODY);
        } catch (RegistryFailure e) {
            // Only the head counts, and it is there: a body that is long or broken costs the connection alone.
            assert e.kind() != Kind.REFUSED;
        }
    }

    /** This answer, which is not what was hoped for, as a failure; reads the body and closes. */
    RegistryFailure failure() {
        String body;
        try (this) {
            body = new String(body().readNBytes(MAX_ERROR_BODY), StandardCharsets.UTF_8);
        } catch (IOException e) {
            body = "";
        }
        List<Code> codes = new ArrayList<>();
        if (status() == 401) {
            insufficientScope().ifPresent(codes::add);
        }
        codes.addAll(parseCodes(body));
        return RegistryFailure.refused(
                uri(), status(), codes, retryAfter(Instant.now()), Words.refused(status(), codes, body));
    }

    /** The header {@code Retry-After}: seconds, or a date (RFC 9110, section 10.2.3). */
    private Duration retryAfter(Instant now) {
        String text = header("Retry-After").orElse("");
        try {
            Duration wanted = text.matches("[0-9]{1,6}")
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
            return wanted.isNegative() ? Duration.ZERO : wanted;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    /** A token that is good but too weak is told by the challenge, not by the body (RFC 6750, section 3.1). */
    private Optional<Code> insufficientScope() {
        return Challenge.parse(headers().allValues("WWW-Authenticate")).stream()
                .filter(c -> c.is("bearer"))
                .filter(c -> c.parameter("error").equals(Optional.of("insufficient_scope")))
                .map(c -> new Code(
                        Words.DENIED,
                        c.parameter("error_description").orElse("requested access to the resource is denied")))
                .findFirst();
    }

    private static List<Code> parseCodes(String body) {
        List<Code> codes = new ArrayList<>();
        try {
            JsonNode tree = Json.read(body, JsonNode.class);
            if (tree == null) {
                return codes;
            }
            for (JsonNode error : tree.path("errors")) {
                String code = error.path("code").asString("");
                if (!code.isEmpty()) {
                    codes.add(new Code(code, error.path("message").asString("")));
                }
            }
        } catch (InvalidArgument e) {
            return List.of(); // not JSON: a proxy's page, say
        }
        return codes;
    }

    @Override
    public void close() {
        body().close();
    }
}
