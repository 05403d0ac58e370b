package io.djong.http;

import java.time.Duration;
import java.util.Optional;

/**
 * What a client may cost the server.
 *
 * @param requestLine the longest request line, in bytes; a longer one is answered with 414
 * @param head the largest sum of header fields, in bytes; more is answered with 431
 * @param buffered how many bytes of a body wait in memory, each way, before the sender is held back
 * @param discarded how much of a body that its handler left unread is read and dropped to keep the connection
 * @param idle how long a connection may be without a complete request head
 * @param drain how long {@link Server#close()} waits for handlers before it interrupts them
 * @param stall how long a handler waits for its client to send the next bytes, or to take them; empty: for ever
 */
public record Limits(
        int requestLine,
        int head,
        int buffered,
        int discarded,
        Duration idle,
        Duration drain,
        Optional<Duration> stall) {
    /** Generous to clients, small in memory. */
    public static final Limits DEFAULT =
            new Limits(64 << 10, 1 << 20, 128 << 10, 256 << 10, Duration.ofMinutes(5), Duration.ofSeconds(10));

    /** Limits that let a handler wait for its client for ever. */
    public Limits(int requestLine, int head, int buffered, int discarded, Duration idle, Duration drain) {
        this(requestLine, head, buffered, discarded, idle, drain, Optional.empty());
    }

    /** How often a server looks for connections that are over one of these. */
    Duration watch() {
        Duration shortest = stall.filter(limit -> limit.compareTo(idle) < 0).orElse(idle);
        return shortest.dividedBy(4);
    }

    /** These limits, where a handler waits no longer than this for its client. */
    public Limits withStall(Duration limit) {
        return new Limits(requestLine, head, buffered, discarded, idle, drain, Optional.of(limit));
    }

    public Limits {
        if (requestLine < 1 || head < 1 || buffered < 1 || discarded < 0) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
