package io.djong.engine.disk;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Sizes that cost a walk to count, remembered for as long as nothing changes what was counted. Whoever begins to write
 * makes that known to {@code settled} first and then calls {@link #forget}; so a count that it overtakes is not kept.
 */
public final class KnownSizes<K> {
    /** A count under way, or what came of it. */
    private sealed interface Entry {}

    private record Known(long bytes) implements Entry {}

    /** Equal to itself alone. */
    private static final class Counting implements Entry {}

    private final ConcurrentHashMap<K, Entry> entries = new ConcurrentHashMap<>();

    /**
     * The size of something, counted where it is not known.
     *
     * @param settled whether nobody can write just now
     */
    public long get(K key, BooleanSupplier settled, LongSupplier count) {
        Entry entry = entries.get(key);
        if (entry instanceof Known known) {
            return known.bytes();
        }
        Counting mine = new Counting();
        boolean first = entries.putIfAbsent(key, mine) == null;
        try {
            boolean keep = first && settled.getAsBoolean();
            long bytes = count.getAsLong();
            if (keep) {
                entries.replace(key, mine, new Known(bytes));
            }
            return bytes;
        } finally {
            entries.remove(key, mine);
        }
    }

    public void forget(K key) {
        entries.remove(key);
    }
}
