package io.djong.distribution.access;

import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.Refusal;
import io.djong.http.Request;
import java.io.IOException;
import java.util.Optional;

/** Asks for a name and a password with each request; who has them may do everything. */
public final class PasswordGuard implements Guard {
    private final Htpasswd users;
    private final String realm;

    public PasswordGuard(Htpasswd users, String realm) {
        this.users = users;
        this.realm = realm;
    }

    @Override
    public Grant admit(Request request, Need need) throws IOException {
        Optional<BasicCredentials> credentials = BasicCredentials.of(request);
        if (credentials.isEmpty()
                || !users.isRight(credentials.get().user(), credentials.get().password())) {
            throw unauthorized(realm);
        }
        return new Grant.Everything(credentials.get().user());
    }

    static Refusal unauthorized(String realm) {
        return new Refusal(ErrorCode.UNAUTHORIZED).header("WWW-Authenticate", "Basic realm=\"" + realm + "\"");
    }
}
