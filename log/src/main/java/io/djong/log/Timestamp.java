package io.djong.log;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/**
 * A time as its text in UTC with nine digits, {@code 2026-01-31T10:20:30.120000000Z}. Logs hold and show times as text,
 * and in this form their order is that of their bytes, so most are never converted to numbers.
 */
final class Timestamp implements Comparable<Timestamp> {
    static final int LENGTH = LogLine.TIMESTAMP_LENGTH;

    private static final int SECONDS = 19;
    private static final int DIGITS = 9;
    private static final byte[] TEMPLATE = "0000-00-00T00:00:00.000000000Z".getBytes(StandardCharsets.US_ASCII);
    private static final DateTimeFormatter FIXED =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);

    private final byte[] text = TEMPLATE.clone();

    /** The seconds last converted to a number, and the number: neighbours in a log mostly share them. */
    private final byte[] convertedText = new byte[SECONDS];

    private long converted;

    static Timestamp of(Instant time) {
        Timestamp timestamp = new Timestamp();
        byte[] formatted = FIXED.format(time).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(formatted, 0, timestamp.text, 0, LENGTH);
        return timestamp;
    }

    /**
     * Takes over an RFC 3339 time with any number of digits and any offset.
     *
     * @return false, this unchanged or meaningless, if the bytes are none
     */
    boolean parse(byte[] from, int start, int end) {
        if (!hasForm(from, start, end)) {
            return false;
        }
        int zone = start + SECONDS;
        int digit = 0;
        if (from[zone] == '.') {
            zone++;
            while (zone < end && from[zone] >= '0' && from[zone] <= '9') {
                if (digit < DIGITS) {
                    text[SECONDS + 1 + digit++] = from[zone];
                }
                zone++;
            }
        }
        Arrays.fill(text, SECONDS + 1 + digit, LENGTH - 1, (byte) '0');
        System.arraycopy(from, start, text, 0, SECONDS);
        return isUtc(from, zone, end) || convert(from, start, zone, end);
    }

    /** Takes over another's value. */
    void set(Timestamp other) {
        System.arraycopy(other.text, 0, text, 0, LENGTH);
    }

    /** Takes over the fixed form, as {@link #writeFixed} wrote it. */
    void readFixed(byte[] from, int at) {
        System.arraycopy(from, at, text, 0, LENGTH);
    }

    void writeFixed(byte[] into, int at) {
        System.arraycopy(text, 0, into, at, LENGTH);
    }

    /** Writes the time as Go's RFC3339Nano does, without trailing zeros; gives the position after it. */
    int writeShort(byte[] into, int at) {
        int end = LENGTH - 1;
        while (text[end - 1] == '0' && end > SECONDS + 1) {
            end--;
        }
        if (end == SECONDS + 1) {
            end = SECONDS;
        }
        System.arraycopy(text, 0, into, at, end);
        into[at + end] = 'Z';
        return at + end + 1;
    }

    /**
     * The time as a number.
     *
     * @throws DateTimeException if the text has the form of a time, but there is no such day or hour
     */
    Instant toInstant() {
        if (!Arrays.equals(text, 0, SECONDS, convertedText, 0, SECONDS)) {
            converted = Instant.parse(new String(text, 0, SECONDS, StandardCharsets.US_ASCII) + "Z")
                    .getEpochSecond();
            System.arraycopy(text, 0, convertedText, 0, SECONDS);
        }
        int nanos = 0;
        for (int i = SECONDS + 1; i < LENGTH - 1; i++) {
            nanos = nanos * 10 + (text[i] - '0');
        }
        return Instant.ofEpochSecond(converted, nanos);
    }

    @Override
    public int compareTo(Timestamp other) {
        return Arrays.compare(text, other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Timestamp that && Arrays.equals(text, that.text);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(text);
    }

    @Override
    public String toString() {
        return new String(text, StandardCharsets.US_ASCII);
    }

    /** Digits and separators where they belong, and something for the zone. */
    private static boolean hasForm(byte[] from, int start, int end) {
        if (end - start <= SECONDS) {
            return false;
        }
        for (int i = 0; i < SECONDS; i++) {
            byte b = from[start + i];
            boolean good = TEMPLATE[i] == '0' ? b >= '0' && b <= '9' : b == TEMPLATE[i];
            if (!good) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtc(byte[] from, int zone, int end) {
        if (end - zone == 1) {
            return from[zone] == 'Z';
        }
        return end - zone == 6
                && (from[zone] == '+' || from[zone] == '-')
                && from[zone + 1] == '0'
                && from[zone + 2] == '0'
                && from[zone + 4] == '0'
                && from[zone + 5] == '0';
    }

    /** Moves the time from its offset to UTC; the digits after the second stay. */
    private boolean convert(byte[] from, int start, int zone, int end) {
        String seconds = new String(from, start, SECONDS, StandardCharsets.US_ASCII);
        String offset = new String(from, zone, end - zone, StandardCharsets.US_ASCII);
        try {
            Instant utc = OffsetDateTime.parse(seconds + offset).toInstant();
            byte[] formatted = FIXED.format(utc).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(formatted, 0, text, 0, SECONDS);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
