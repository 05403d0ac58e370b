package io.djong.distribution.access;

import io.djong.distribution.protocol.RepositoryName;
import java.util.Set;

/** What a request needs to be allowed. */
public sealed interface Need {
    /** To be somebody. */
    record Presence() implements Need {}

    /** To see the names of all repositories. */
    record Listing() implements Need {}

    /** To do something in a repository. */
    record Use(RepositoryName repository, Set<Action> actions) implements Need {
        public Use {
            actions = Set.copyOf(actions);
        }
    }

    /** The actions of Docker's token scopes, by their names there. */
    enum Action {
        PULL,
        PUSH,
        DELETE;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
