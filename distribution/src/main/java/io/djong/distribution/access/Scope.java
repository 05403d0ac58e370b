package io.djong.distribution.access;

import io.djong.distribution.access.Need.Action;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What a token is asked for, or good for: some actions on a resource (Docker's token scopes). */
record Scope(String type, String name, Set<String> actions) {
    private static final String ALL = "*";
    private static final int MOST = 100;

    Scope {
        actions = Set.copyOf(actions);
    }

    static Scope of(Need.Use use) {
        Set<String> actions = new LinkedHashSet<>();
        use.actions().forEach(action -> actions.add(action.word()));
        return new Scope("repository", use.repository().text(), actions);
    }

    static Scope listing() {
        return new Scope("registry", "catalog", Set.of(ALL));
    }

    /** Those of {@code scope} parameters, each of which may have several; what is malformed asks for nothing. */
    static List<Scope> parse(Collection<String> parameters) {
        List<Scope> scopes = new ArrayList<>();
        for (String parameter : parameters) {
            for (String text : parameter.split(" ", -1)) {
                int first = text.indexOf(':');
                int last = text.lastIndexOf(':');
                if (first > 0 && last > first && scopes.size() < MOST) {
                    scopes.add(new Scope(
                            text.substring(0, first),
                            text.substring(first + 1, last),
                            Set.copyOf(Arrays.asList(text.substring(last + 1).split(",", -1)))));
                }
            }
        }
        return scopes;
    }

    /** Those of a token's {@code access} claim. */
    static List<Scope> of(JsonNode access) {
        List<Scope> scopes = new ArrayList<>();
        for (JsonNode entry : access) {
            Set<String> actions = new LinkedHashSet<>();
            entry.path("actions").forEach(action -> actions.add(action.asString("")));
            scopes.add(new Scope(
                    entry.path("type").asString(""), entry.path("name").asString(""), actions));
        }
        return scopes;
    }

    /** The part of this that somebody gets who is nobody in particular. */
    Scope forAnonymous() {
        boolean pull = type.equals("repository") && actions.contains(Action.PULL.word());
        return new Scope(type, name, pull ? Set.of(Action.PULL.word()) : Set.of());
    }

    boolean covers(Scope needed) {
        return type.equals(needed.type)
                && name.equals(needed.name)
                && (actions.contains(ALL) || actions.containsAll(needed.actions));
    }

    /** As a challenge has it. */
    String text() {
        return type + ":" + name + ":" + String.join(",", new TreeSet<>(actions));
    }
}
