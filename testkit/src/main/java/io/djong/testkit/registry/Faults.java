package io.djong.testkit.registry;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What goes wrong at a {@link FakeRegistry}. All are off at first, and may be switched at any time from any thread; the
 * counted ones wear off by themselves.
 */
public final class Faults {
    private volatile boolean hang;
    private volatile boolean stall;
    private volatile boolean ranges = true;
    private volatile boolean wrongBytes;
    private volatile int status;
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger breaks = new AtomicInteger();
    private volatile long breakAfter;
    private volatile boolean breaksDown;
    private volatile boolean down;

    Faults() {}

    /** Takes requests and never answers them. */
    public void hang() {
        hang = true;
    }

    /** Sends the first half of every blob and then nothing more. */
    public void stall() {
        stall = true;
    }

    /** Sends whole blobs again. */
    public void unstall() {
        stall = false;
    }

    /** Answers the next requests with a status and a page that is not JSON. */
    public void refuse(int newStatus, int times) {
        status = newStatus;
        refusals.set(times);
    }

    /** Breaks the connection of the next answers with a blob of more than so many bytes, after those bytes. */
    public void breakBlobs(long afterBytes, int times) {
        breakAfter = afterBytes;
        breaks.set(times);
    }

    /** As {@link #breakBlobs}, once, and after that all answers are 503 until {@link #recover}. */
    public void breakDown(long afterBytes) {
        breakBlobs(afterBytes, 1);
        breaksDown = true;
    }

    public void recover() {
        breaksDown = false;
        down = false;
    }

    /** Ignores {@code Range}, as some registries do. */
    public void ignoreRanges() {
        ranges = false;
    }

    /** Sends blobs and manifests with one bit turned. */
    public void corrupt() {
        wrongBytes = true;
    }

    boolean hangs() {
        return hang;
    }

    boolean stalls() {
        return stall;
    }

    boolean knowsRanges() {
        return ranges;
    }

    byte[] sent(byte[] content) {
        if (!wrongBytes || content.length == 0) {
            return content;
        }
        byte[] wrong = content.clone();
        wrong[wrong.length / 2] ^= 1;
        return wrong;
    }

    /** The status to refuse with; 0 for none. */
    int takeRefusal() {
        if (down) {
            return 503;
        }
        return take(refusals) ? status : 0;
    }

    /** After how many bytes of a body to break off; -1 for never. */
    long takeBreak(int length) {
        if (length <= breakAfter || !take(breaks)) {
            return -1;
        }
        down = breaksDown;
        return breakAfter;
    }

    private static boolean take(AtomicInteger left) {
        return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
}
