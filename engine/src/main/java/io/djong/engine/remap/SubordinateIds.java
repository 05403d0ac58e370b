package io.djong.engine.remap;

import io.djong.kernel.namespace.IdMapping.Range;
import io.djong.model.error.InvalidArgument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The ids that users may give to processes of theirs: {@code /etc/subuid} or {@code /etc/subgid} (subuid(5)). */
record SubordinateIds(List<Entry> entries) {
    /** How many Docker gives to a user that it makes, and the first that it takes. */
    static final long COUNT = 65_536;

    private static final long FIRST = 100_000;
    private static final int FIELDS = 3;

    /** @param user a name or a number */
    record Entry(String user, long first, long count) {
        private long end() {
            return first + count;
        }
    }

    SubordinateIds {
        entries = List.copyOf(entries);
    }

    /** @throws InvalidArgument naming a line that is not of the form */
    static SubordinateIds parse(String file, List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                entries.add(entry(file, text));
            }
        }
        return new SubordinateIds(entries);
    }

    private static Entry entry(String file, String line) {
        String[] fields = line.split(":", -1);
        if (fields.length != FIELDS || !fields[1].matches("[0-9]{1,10}") || !fields[2].matches("[0-9]{1,10}")) {
            throw new InvalidArgument(
                    "cannot parse subuid/gid information: Format not correct for " + file + ": \"" + line + "\"");
        }
        return new Entry(fields[0], Long.parseLong(fields[1]), Long.parseLong(fields[2]));
    }

    /** A user's ids, each range following the one before as a namespace numbers them, from 0 on. */
    List<Range> of(String name, long uid) {
        List<Range> ranges = new ArrayList<>();
        long inside = 0;
        for (Entry entry : entries) {
            if (entry.user.equals(name) || entry.user.equals(Long.toString(uid))) {
                ranges.add(range(entry, inside));
                inside += entry.count;
            }
        }
        return ranges;
    }

    private static Range range(Entry entry, long inside) {
        try {
            return new Range(inside, entry.first, entry.count);
        } catch (IllegalArgumentException e) {
            throw new InvalidArgument("invalid subordinate ids of " + entry.user + ": " + e.getMessage(), e);
        }
    }

    /** Where as many as Docker gives to a user are nobody's yet. */
    long free() {
        long free = FIRST;
        List<Entry> sorted =
                entries.stream().sorted(Comparator.comparingLong(Entry::first)).toList();
        for (Entry entry : sorted) {
            if (entry.first < free + COUNT && entry.end() > free) {
                free = entry.end();
            }
        }
        return free;
    }
}
