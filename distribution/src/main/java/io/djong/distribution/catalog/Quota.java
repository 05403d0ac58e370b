package io.djong.distribution.catalog;

import io.djong.distribution.protocol.RepositoryName;

/**
 * How much may be in the repositories below a prefix, together; with the empty prefix, in all. What several repositories
 * share counts for each.
 */
public record Quota(String prefix, long bytes) {
    public Quota {
        if (bytes < 0) {
            throw new IllegalArgumentException("negative quota");
        }
        if (!prefix.isEmpty()) {
            var _ = new RepositoryName(prefix);
        }
    }

    @Override
    public String toString() {
        return (prefix.isEmpty() ? "this registry" : prefix) + " may have " + bytes + " bytes";
    }
}
