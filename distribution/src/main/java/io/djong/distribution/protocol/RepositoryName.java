package io.djong.distribution.protocol;

import java.util.regex.Pattern;

/** The name of a repository (distribution specification, section "Pulling manifests"). */
public record RepositoryName(String text) implements Comparable<RepositoryName> {
    /** Clients count the host's name into it; ours cannot know that one. */
    private static final int MAX = 255;

    private static final String COMPONENT = "[a-z0-9]++(?:(?:\\.|_|__|-++)[a-z0-9]++)*+";
    private static final Pattern FORM = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*+");

    public RepositoryName {
        if (text.length() > MAX || !FORM.matcher(text).matches()) {
            throw new Refusal(ErrorCode.NAME_INVALID).about("name", bounded(text));
        }
    }

    /** Whether this is the repository of that name, or one below it; the empty name has all below it. */
    public boolean isBelow(String prefix) {
        return prefix.isEmpty() || text.equals(prefix) || text.startsWith(prefix + "/");
    }

    static String bounded(String text) {
        return text.length() > 140 ? text.substring(0, 140) + "…" : text;
    }

    @Override
    public int compareTo(RepositoryName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
