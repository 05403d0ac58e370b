package io.djong.distribution.catalog;

import java.time.Duration;
import java.util.List;

/**
 * What is kept, and for how long.
 *
 * @param unused how long a blob stays that no manifest needs, from when somebody last asked for it
 * @param untagged how long a manifest stays that lost its last tag
 * @param cached how long a tag of a cached repository stays that nobody asks for
 */
public record Keeping(List<Quota> quotas, Duration unused, Duration untagged, Duration cached) {
    public static final Keeping DEFAULT =
            new Keeping(List.of(), Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7));

    public Keeping {
        quotas = List.copyOf(quotas);
    }
}
