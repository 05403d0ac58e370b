package io.djong.distribution.access;

import io.djong.http.Request;
import io.djong.http.Response;
import java.io.IOException;

/** Lets requests in, or asks for proof. Safe for use by many threads. */
public interface Guard {
    /**
     * Who asks, if he may.
     *
     * @throws io.djong.distribution.protocol.Refusal if he may not, or has yet to say who he is
     */
    Grant admit(Request request, Need need) throws IOException;

    /** Answers a request that concerns proof itself, such as one for a token. @return false if it does not */
    default boolean answer(Request request, Response response) throws IOException {
        return false;
    }

    /** Everybody may do everything. */
    Guard OPEN = (_, _) -> new Grant.Everything("");
}
