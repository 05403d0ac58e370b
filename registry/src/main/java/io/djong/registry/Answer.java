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
        return RegistryFailure.refused(uri(), status(), codes, Words.refused(status(), codes, body));
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
