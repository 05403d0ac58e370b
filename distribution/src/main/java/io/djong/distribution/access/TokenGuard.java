package io.djong.distribution.access;

import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.Refusal;
import io.djong.http.Request;
import io.djong.http.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Asks for a bearer token and says where one is to be had (Docker's token authentication specification). Where the
 * registry gives tokens out by itself, a name and a password will do as well.
 */
public final class TokenGuard implements Guard {
    private final Tokens tokens;
    private final String service;
    private final Optional<String> realm;
    private final Optional<TokenOffice> office;

    /** @param realm where tokens are to be had; empty for the office, under the name by which the client calls us */
    TokenGuard(Tokens tokens, String service, Optional<String> realm, Optional<TokenOffice> office) {
        this.tokens = tokens;
        this.service = service;
        this.realm = realm;
        this.office = office;
    }

    private record Bearer(String user, List<Scope> scopes) implements Grant {
        @Override
        public boolean allows(Need need) {
            return switch (need) {
                case Need.Presence _ -> true;
                case Need.Listing _ -> covers(Scope.listing());
                case Need.Use use -> covers(Scope.of(use));
            };
        }

        private boolean covers(Scope needed) {
            return scopes.stream().anyMatch(scope -> scope.covers(needed));
        }
    }

    @Override
    public Grant admit(Request request, Need need) throws IOException {
        Optional<BasicCredentials> password = BasicCredentials.of(request);
        if (password.isPresent() && office.isPresent() && office.get().knows(password.get())) {
            return new Grant.Everything(password.get().user());
        }
        Optional<String> token = BasicCredentials.scheme(request, "Bearer ");
        if (token.isEmpty()) {
            throw challenge(request, need, ErrorCode.UNAUTHORIZED, "");
        }
        JsonNode claims = tokens.claims(token.get())
                .orElseThrow(() -> challenge(request, need, ErrorCode.UNAUTHORIZED, "invalid_token"));
        Bearer bearer = new Bearer(claims.path("sub").asString(""), Scope.of(claims.path("access")));
        if (!bearer.allows(need)) {
            throw challenge(request, need, ErrorCode.DENIED, "insufficient_scope");
        }
        return bearer;
    }

    private Refusal challenge(Request request, Need need, ErrorCode code, String error) {
        String place = realm.orElseGet(() -> office.map(o -> o.realm(request)).orElse(""));
        StringBuilder text = new StringBuilder("Bearer realm=\"" + place + "\",service=\"" + service + "\"");
        switch (need) {
            case Need.Presence _ -> {}
            case Need.Listing _ ->
                text.append(",scope=\"").append(Scope.listing().text()).append('"');
            case Need.Use use ->
                text.append(",scope=\"").append(Scope.of(use).text()).append('"');
        }
        if (!error.isEmpty()) {
            text.append(",error=\"").append(error).append('"');
        }
        return new Refusal(code, ErrorCode.UNAUTHORIZED.status(), code.message())
                .header("WWW-Authenticate", text.toString());
    }

    @Override
    public boolean answer(Request request, Response response) throws IOException {
        return office.isPresent() && office.get().answer(request, response);
    }
}
