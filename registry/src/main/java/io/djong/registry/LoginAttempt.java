package io.djong.registry;

import io.djong.registry.RegistryFailure.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks a registry whether it takes somebody's credentials. Made for one question; holds them no longer. */
final class LoginAttempt {
    /** One endpoint, and what proves oneself there. */
    record Door(Route route, Authorizer authorizer) {}

    private final List<Door> doors;

    LoginAttempt(List<Door> doors) {
        this.doors = List.copyOf(doors);
    }

    /**
     * Knocks at one endpoint after the other, until one has said yes or no.
     *
     * @return the token that the registry gives to be used instead of a password, where it gives one
     */
    Optional<String> run() {
        RegistryFailure last = null;
        for (Door door : doors) {
            try {
                return run(door);
            } catch (RegistryFailure failure) {
                if (last != null) {
                    failure.addSuppressed(last);
                }
                last = failure;
                if (failure.kind() == Kind.REFUSED || door.route().alive()) {
                    break; // it has answered: what would be said without TLS must not be
                }
            }
        }
        if (last == null) {
            throw new IllegalStateException("no endpoint");
        }
        throw Words.forLogin(last);
    }

    private static Optional<String> run(Door door) throws RegistryFailure {
        try (Answer answer = door.route().get("/", Map.of())) {
            if (answer.status() == 200) {
                return door.authorizer().identityToken();
            }
            String words = "login attempt to " + RegistryFailure.redacted(answer.uri()) + " failed with status: "
                    + Words.statusLine(answer.status());
            throw RegistryFailure.refused(answer.uri(), answer.status(), List.of(), words);
        }
    }
}
