package io.djong.distribution.route;

import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.Refusal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A piece of something: its first byte and how many there are (RFC 9110, section 14). */
record ByteRange(long start, long length) {
    private static final Pattern ONE = Pattern.compile("bytes=\\s*([0-9]{0,18})\\s*-\\s*([0-9]{0,18})\\s*");
    private static final Pattern SENT = Pattern.compile("(?:bytes[= ])?([0-9]{1,18})-([0-9]{1,18})(?:/[0-9*]{1,19})?");

    /**
     * The piece that a Range header asks for. One that asks for several, or cannot be understood, asks for nothing: the
     * whole is the answer then.
     *
     * @throws Refusal if there is no such piece
     */
    static Optional<ByteRange> asked(String header, long size) {
        Matcher matcher = ONE.matcher(header);
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (matcher.group(1).isEmpty()) {
            long length = Math.min(size, Long.parseLong(matcher.group(2)));
            return Optional.of(within(size - length, length, size));
        }
        long start = Long.parseLong(matcher.group(1));
        if (matcher.group(2).isEmpty()) {
            return Optional.of(within(start, size - start, size));
        }
        long last = Long.parseLong(matcher.group(2));
        if (last < start) {
            return Optional.empty();
        }
        return Optional.of(within(start, Math.min(last, size - 1) - start + 1, size));
    }

    private static ByteRange within(long start, long length, long size) {
        if (length <= 0 || start >= size) {
            throw new Refusal(ErrorCode.RANGE_INVALID, "no byte of the blob is in that range")
                    .header("Content-Range", "bytes */" + size);
        }
        return new ByteRange(start, length);
    }

    /** The piece that the Content-Range header of an upload says is in its body; empty if it makes no sense. */
    static Optional<ByteRange> sent(String header) {
        Matcher matcher = SENT.matcher(header.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long start = Long.parseLong(matcher.group(1));
        long last = Long.parseLong(matcher.group(2));
        return last < start ? Optional.empty() : Optional.of(new ByteRange(start, last - start + 1));
    }

    /** As a Content-Range header has it. */
    String of(long size) {
        return "bytes " + start + "-" + (start + length - 1) + "/" + size;
    }
}
