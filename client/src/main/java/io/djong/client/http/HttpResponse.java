package io.djong.client.http;

import java.io.InputStream;
import java.util.Map;

/**
 * The head of an answer, and its body as it comes.
 *
 * @param headers by names in lower case
 * @param body ends where the answer ends; after an upgrade it is what the peer sends from then on
 */
public record HttpResponse(int status, Map<String, String> headers, InputStream body) {

    public HttpResponse {
        headers = Map.copyOf(headers);
    }

    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    public boolean isSuccess() {
        return status < 300;
    }

    /** Whether the connection carries no HTTP from here on. */
    public boolean isUpgrade() {
        return status == 101;
    }
}
