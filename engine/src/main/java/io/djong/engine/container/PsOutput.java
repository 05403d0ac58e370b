package io.djong.engine.container;

import io.djong.model.error.Internal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code ps} prints, line by line, and those lines of it that are about some processes. */
final class PsOutput {
    /** A column with a title of the user's own that looks like the one by which processes are found. */
    private static final Pattern OTHER_PID = Pattern.compile("\\s+([^\\s]*)=\\s*(PID[^\\s]*)");

    /** ASCII's only: other characters belong to the words. */
    private static final Pattern BLANKS = Pattern.compile("[ \\t\\f\\r]+");

    private static final String PID = "PID";

    private PsOutput() {}

    /** @throws Internal if these would give the title {@code PID} to something else */
    static void check(String arguments) {
        for (Matcher titles = OTHER_PID.matcher(arguments); titles.find(); ) {
            if (!titles.group(1).equals("pid")) {
                throw new Internal("specifying \"" + titles.group(1) + "=" + titles.group(2) + "\" is not allowed");
            }
        }
    }

    /**
     * The titles, then the lines of these processes; lines of threads, which have a dash for a number, come with those of
     * their process.
     *
     * @throws Internal if there is no column of process numbers
     */
    static List<List<String>> select(String output, Set<Long> pids) {
        List<String> lines = output.lines().filter(line -> !line.isEmpty()).toList();
        List<String> titles = lines.isEmpty() ? List.of() : words(lines.getFirst(), 0);
        int column = titles.indexOf(PID);
        if (column < 0) {
            throw new Internal("Couldn't find PID field in ps output");
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(titles);
        boolean wanted = false;
        for (String line : lines.subList(1, lines.size())) {
            List<String> row = words(line, titles.size());
            String pid = row.size() > column ? row.get(column) : "";
            wanted = pid.equals("-") ? wanted : pids.contains(number(pid));
            if (wanted) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static long number(String pid) {
        try {
            return Long.parseLong(pid);
        } catch (NumberFormatException e) {
            throw new Internal("Unexpected pid '" + pid + "'", e);
        }
    }

    /** The words of a line; the last of so many at most is the rest of it. */
    private static List<String> words(String line, int most) {
        return List.of(BLANKS.split(line.strip(), most));
    }
}
