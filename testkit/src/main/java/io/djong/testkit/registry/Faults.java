package io.djong.testkit.registry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What goes wrong at a {@link FakeRegistry}. All are off at first, and may be switched at any time from any thread; the
 * counted ones wear off by themselves.
 */
public final class Faults {
    private static final int DOCUMENT = 64 << 10;

    private volatile boolean hang;
    private volatile boolean stall;
    private volatile int stallAfter = -1;
    private volatile boolean ranges = true;
    private volatile boolean wrongBytes;
    private volatile boolean wrongBlobs;
    private volatile int dripBytes;
    private volatile Duration dripPause = Duration.ZERO;
    private volatile String retryAfter = "";
    private volatile int hugeHeaders;
    private volatile int status;
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger breaks = new AtomicInteger();
    private volatile long breakAfter;
    private volatile boolean breaksDown;
    private volatile boolean down;
    private final AtomicInteger uploadBreaks = new AtomicInteger();
    private final AtomicInteger lostAnswers = new AtomicInteger();
    private volatile long uploadBreakAfter;
    private volatile boolean breaksExpire;
    private volatile boolean breaksForget;
    private volatile long largestRequest = Long.MAX_VALUE;

    Faults() {}

    /** Takes requests and never answers them. */
    public void hang() {
        hang = true;
    }

    /** Sends the first half of every blob and then nothing more. */
    public void stall() {
        stall = true;
    }

    /** Sends so many bytes of every blob that is no mere document, and then nothing more. */
    public void stallAfter(int bytes) {
        stallAfter = bytes;
        stall = true;
    }

    /** Sends whole blobs again. */
    public void unstall() {
        stall = false;
        stallAfter = -1;
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

    /** Sends blobs, but not manifests, with one bit turned. */
    public void corruptBlobs() {
        wrongBlobs = true;
    }

    /** Sends blobs so many bytes at a time, with pauses. */
    public void drip(int bytes, Duration pause) {
        dripPause = pause;
        dripBytes = bytes;
    }

    /** Answers the next requests with 429 and a {@code Retry-After}. */
    public void limit(String newRetryAfter, int times) {
        retryAfter = newRetryAfter;
        refuse(429, times);
    }

    /** Puts so many bytes of headers before every answer. */
    public void swell(int bytes) {
        hugeHeaders = bytes;
    }

    /** Breaks the connection of the next requests that bring more than so many bytes of a blob, after those bytes. */
    public void breakUploads(long afterBytes, int times) {
        uploadBreakAfter = afterBytes;
        uploadBreaks.set(times);
    }

    /** Lets tokens expire whenever an upload breaks. */
    public void expireTokensAtBreaks() {
        breaksExpire = true;
    }

    /** Forgets uploads that break. */
    public void forgetAtBreaks() {
        breaksForget = true;
    }

    /** Takes the next uploads to their end, and breaks the connection instead of an answer. */
    public void loseAnswers(int times) {
        lostAnswers.set(times);
    }

    /** Takes no part of a blob that is larger. */
    public void takeAtMost(long bytes) {
        largestRequest = bytes;
    }

    boolean breaksExpire() {
        return breaksExpire;
    }

    boolean breaksForget() {
        return breaksForget;
    }

    long largestRequest() {
        return largestRequest;
    }

    boolean takeLostAnswer() {
        return take(lostAnswers);
    }

    /** After how many bytes of what is sent to break off; -1 for never. */
    long takeUploadBreak(long length) {
        return length > uploadBreakAfter && take(uploadBreaks) ? uploadBreakAfter : -1;
    }

    boolean hangs() {
        return hang;
    }

    boolean stalls(int length) {
        return stall && (stallAfter < 0 || length > DOCUMENT);
    }

    /** After how many bytes of an answer that long to stall. */
    int stallsAfter(int length) {
        return stallAfter < 0 ? length / 2 : Math.min(stallAfter, length);
    }

    boolean knowsRanges() {
        return ranges;
    }

    byte[] sent(byte[] content) {
        if (!wrongBytes || content.length == 0) {
            return content;
        }
        return turned(content);
    }

    byte[] sentBlob(byte[] content) {
        return wrongBlobs ? turned(content) : sent(content);
    }

    private static byte[] turned(byte[] content) {
        byte[] wrong = content.clone();
        wrong[wrong.length / 2] ^= 1;
        return wrong;
    }

    int dripBytes() {
        return dripBytes;
    }

    Duration dripPause() {
        return dripPause;
    }

    String retryAfter() {
        return retryAfter;
    }

    int hugeHeaders() {
        return hugeHeaders;
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
