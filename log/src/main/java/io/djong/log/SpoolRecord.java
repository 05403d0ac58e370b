package io.djong.log;

import java.util.Arrays;

/**
 * One record of conmon's spool, in the CRI log format: {@code <RFC 3339 time> stdout|stderr P|F <bytes>\n}. P: the line
 * goes on in the stream's next record; F: it ends here. A window over a buffer, moved from record to record.
 */
final class SpoolRecord {
    private static final int STREAM_LENGTH = 6;
    /** After the time: {@code " stdout F "}. */
    private static final int AFTER_TIME = 1 + STREAM_LENGTH + 1 + 1 + 1;

    private static final int TIME_MAX = 40;

    private final Timestamp time = new Timestamp();
    private byte[] timeText = new byte[0];
    private LogStream stream = LogStream.STDOUT;
    private boolean full;
    private int start;

    /**
     * Looks at the record in a range of a buffer, without its newline.
     *
     * @return false if it is not of the format
     */
    boolean parse(byte[] buffer, int from, int to) {
        int space = from;
        int limit = Math.min(to, from + TIME_MAX);
        while (space < limit && buffer[space] != ' ') {
            space++;
        }
        if (to - space < AFTER_TIME || buffer[space] != ' ') {
            return false;
        }
        int tag = space + 1 + STREAM_LENGTH + 1;
        if (buffer[tag - 1] != ' ' || buffer[tag + 1] != ' ' || !parseStream(buffer, space + 1)) {
            return false;
        }
        full = buffer[tag] == 'F';
        start = tag + 2;
        return (full || buffer[tag] == 'P') && parseTime(buffer, from, space);
    }

    Timestamp time() {
        return time;
    }

    LogStream stream() {
        return stream;
    }

    /** Whether the line ends with this record. */
    boolean full() {
        return full;
    }

    /** Where in the buffer the container's bytes begin; they reach to the record's end. */
    int start() {
        return start;
    }

    private boolean parseStream(byte[] buffer, int at) {
        if (buffer[at] != 's' || buffer[at + 1] != 't' || buffer[at + 2] != 'd') {
            return false;
        }
        if (buffer[at + 3] == 'o' && buffer[at + 4] == 'u' && buffer[at + 5] == 't') {
            stream = LogStream.STDOUT;
            return true;
        }
        stream = LogStream.STDERR;
        return buffer[at + 3] == 'e' && buffer[at + 4] == 'r' && buffer[at + 5] == 'r';
    }

    /** conmon stamps all lines of one read alike, so most times are the one before. */
    private boolean parseTime(byte[] buffer, int from, int to) {
        if (Arrays.equals(buffer, from, to, timeText, 0, timeText.length)) {
            return true;
        }
        if (!time.parse(buffer, from, to)) {
            timeText = new byte[0];
            return false;
        }
        timeText = Arrays.copyOfRange(buffer, from, to);
        return true;
    }
}
