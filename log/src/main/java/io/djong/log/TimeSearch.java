package io.djong.log;

import io.djong.kernel.file.OpenFile;
import java.io.IOException;

/**
 * Finds by halving where in a file the entries of a time begin. Entries are in the order of their times but for moments,
 * such as when the clock was set: what is found is then one of the places where the time is passed.
 */
final class TimeSearch {
    /** Less than this is read through. */
    private static final long SMALL = 256 * 1024;

    private final LineScanner scanner = new LineScanner(16 * 1024);
    private final JsonReader json = new JsonReader();
    private final LogLine line = new LogLine();

    /** What a probe finds: where the first entry after a place begins, if it is older. */
    private static final class Probe implements LineScanner.Lines {
        private final TimeSearch search;
        private final Timestamp time;
        private long next;
        private boolean first = true;
        private boolean older;

        Probe(TimeSearch search, Timestamp time, long offset) {
            this.search = search;
            this.time = time;
            this.next = offset;
        }

        @Override
        public boolean accept(byte[] buffer, int from, int to) {
            boolean cut = first;
            first = false;
            if (!cut && search.json.read(buffer, from, to, search.line)) {
                older = search.line.timestamp().compareTo(time) < 0;
                return false;
            }
            next += to - from + 1;
            return true;
        }
    }

    /**
     * The place: all before it is older than the time.
     *
     * @param from where an entry begins
     * @param end of the file, as far as it counts
     */
    long find(OpenFile file, long from, long end, Timestamp time) throws IOException {
        long low = from;
        long high = end;
        while (high - low > SMALL) {
            long middle = low + (high - low) / 2;
            Probe probe = new Probe(this, time, middle);
            boolean found = !scanner.scan(file, middle, high, probe);
            if (found && probe.older) {
                low = probe.next;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
