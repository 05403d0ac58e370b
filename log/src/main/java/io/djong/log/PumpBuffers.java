package io.djong.log;

import java.nio.ByteBuffer;

/** What pumping needs for the length of a step, whichever log it is for. Used by one thread. */
final class PumpBuffers {
    /** Several of conmon's reads of 8 KiB. */
    static final int READ = 128 * 1024;

    /** Written when it holds this much. */
    static final int WRITE = 192 * 1024;

    final ByteBuffer in = ByteBuffer.allocate(READ);
    final JsonWriter out = new JsonWriter(WRITE + LineJoiner.MAX);
    final SpoolRecord record = new SpoolRecord();
}
