package io.djong.kernel.namespace;

import io.djong.kernel.file.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which users and groups of this process's user namespace those of another one are (user_namespaces(7)).
 *
 * @param users at least one range, of which none overlaps another
 * @param groups the same
 */
public record IdMapping(List<Range> users, List<Range> groups) {
    /** Whose files are shown that belong to nobody whom the namespace knows. */
    private static final long OVERFLOW = 65534;

    /**
     * Ids that follow each other.
     *
     * @param inside the first as the namespace numbers it
     * @param outside the same as this process numbers it
     */
    public record Range(long inside, long outside, long count) {
        private static final long END = 0xffff_ffffL;

        public Range {
            if (inside < 0 || outside < 0 || count < 1 || inside > END - count || outside > END - count) {
                throw new IllegalArgumentException(
                        "not a range of ids: " + inside + " to " + outside + ", " + count + " of them");
            }
        }

        private static OptionalLong find(List<Range> ranges, long id, boolean toInside) {
            for (Range range : ranges) {
                long from = toInside ? range.outside : range.inside;
                if (id >= from && id < from + range.count) {
                    return OptionalLong.of(id - from + (toInside ? range.inside : range.outside));
                }
            }
            return OptionalLong.empty();
        }
    }

    public IdMapping {
        users = List.copyOf(users);
        groups = List.copyOf(groups);
        if (users.isEmpty() || groups.isEmpty()) {
            throw new IllegalArgumentException("a mapping of nobody");
        }
    }

    /** That of a process which has not been reaped. */
    public static IdMapping of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            return new IdMapping(
                    parse(Files.readString(process.resolve("uid_map"))),
                    parse(Files.readString(process.resolve("gid_map"))));
        } catch (IOException e) {
            throw new UncheckedIOException("read the id mapping of " + process, e);
        }
    }

    /** Reads the text of {@code /proc/PID/uid_map}. */
    static List<Range> parse(String table) {
        List<Range> ranges = new ArrayList<>();
        for (String line : table.lines().toList()) {
            String[] fields = line.strip().split(" +", -1);
            ranges.add(new Range(Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2])));
        }
        return ranges;
    }

    /** As {@code /proc/PID/uid_map} has it. */
    static String text(List<Range> ranges) {
        StringBuilder text = new StringBuilder();
        ranges.forEach(range -> text.append(range.inside + " " + range.outside + " " + range.count + "\n"));
        return text.toString();
    }

    /** Who that is outside; empty for somebody whom the namespace does not know. */
    public Optional<Owner> outside(Owner inside) {
        OptionalLong uid = Range.find(users, inside.uid(), false);
        OptionalLong gid = Range.find(groups, inside.gid(), false);
        return uid.isPresent() && gid.isPresent()
                ? Optional.of(new Owner(uid.getAsLong(), gid.getAsLong()))
                : Optional.empty();
    }

    /** Who the namespace takes that for: nobody, where it does not know them. */
    public Owner inside(Owner outside) {
        return new Owner(
                Range.find(users, outside.uid(), true).orElse(OVERFLOW),
                Range.find(groups, outside.gid(), true).orElse(OVERFLOW));
    }

    /** The namespace's root. */
    public Owner root() {
        return outside(Owner.ROOT).orElseThrow(() -> new IllegalStateException("a mapping without a root"));
    }

    /** With this process's own root as one more user and group, by a number that is nobody else's: the highest. */
    IdMapping withOwnRoot() {
        Range own = new Range(0xffff_fffeL, 0, 1);
        return new IdMapping(and(users, own), and(groups, own));
    }

    private static List<Range> and(List<Range> ranges, Range one) {
        List<Range> all = new ArrayList<>(ranges);
        all.add(one);
        return all;
    }
}
