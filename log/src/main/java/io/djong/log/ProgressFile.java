package io.djong.log;

import io.djong.kernel.file.Access;
import io.djong.kernel.file.OpenFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * {@link Progress} and the unfinished lines, on disk. Two slots are written in turn, each with a sequence number and a
 * checksum; the later valid one counts. So a write that a kill cut short leaves the one before it, which is as good: it
 * only makes the pump repeat a batch.
 */
final class ProgressFile implements AutoCloseable {
    private static final int SLOT = 64 * 1024;
    private static final int HEADER = 4 + 4 + 8 + 8 + 8 + 8 + 1 + 1 + 2;

    private final OpenFile file;
    private final Runnable afterStep;
    private final ByteBuffer buffer = ByteBuffer.allocate(HEADER + 2 * (4 + Timestamp.LENGTH + LineJoiner.MAX))
            .order(ByteOrder.LITTLE_ENDIAN);
    private long sequence;

    private ProgressFile(OpenFile file, Runnable afterStep) {
        this.file = file;
        this.afterStep = afterStep;
    }

    static ProgressFile open(Path path, Runnable afterStep) {
        return new ProgressFile(OpenFile.openOrCreate(path, Access.READ_WRITE, 0600), afterStep);
    }

    /** Reads the last valid slot, the unfinished lines into the joiner; empty if nothing was ever written. */
    Optional<Progress> read(LineJoiner joiner) {
        long first = sequenceOf(0);
        long second = sequenceOf(1);
        sequence = Math.max(first, second);
        if (sequence == 0) {
            return Optional.empty();
        }
        load(first > second ? 0 : 1);
        return Optional.of(decode(joiner));
    }

    void write(Progress progress, LineJoiner joiner) {
        sequence++;
        encode(progress, joiner);
        file.write(buffer, (sequence & 1) * SLOT);
        afterStep.run();
    }

    private void encode(Progress progress, LineJoiner joiner) {
        buffer.clear().position(8);
        buffer.putLong(sequence).putLong(progress.spoolOffset()).putLong(progress.driverSize());
        buffer.putLong(progress.generation());
        buffer.put((byte) (progress.leavingSpool() ? 1 : 0)).put((byte) (progress.rotatingDriver() ? 1 : 0));
        buffer.putShort((short) 0);
        for (LogStream stream : LogStream.values()) {
            PartialLine line = joiner.partial(stream);
            buffer.putInt(line.length());
            if (!line.isEmpty()) {
                line.time().writeFixed(buffer.array(), buffer.position());
                buffer.position(buffer.position() + Timestamp.LENGTH);
                buffer.put(line.bytes(), 0, line.length());
            }
        }
        int length = buffer.position();
        buffer.putInt(4, length);
        buffer.putInt(0, checksum(length));
        buffer.flip();
    }

    private Progress decode(LineJoiner joiner) {
        buffer.position(16);
        long spoolOffset = buffer.getLong();
        long driverSize = buffer.getLong();
        long generation = buffer.getLong();
        boolean leaving = buffer.get() != 0;
        boolean rotating = buffer.get() != 0;
        buffer.getShort();
        joiner.clear();
        Timestamp time = new Timestamp();
        for (LogStream stream : LogStream.values()) {
            int length = buffer.getInt();
            if (length > 0) {
                time.readFixed(buffer.array(), buffer.position());
                int start = buffer.position() + Timestamp.LENGTH;
                joiner.partial(stream).append(buffer.array(), start, start + length, time);
                buffer.position(start + length);
            }
        }
        return new Progress(spoolOffset, leaving, driverSize, rotating, generation);
    }

    /** The sequence number in a slot, 0 if the slot is not valid. */
    private long sequenceOf(int slot) {
        return load(slot) ? buffer.getLong(8) : 0;
    }

    private boolean load(int slot) {
        buffer.clear();
        int read;
        do {
            read = file.read(buffer, (long) slot * SLOT + buffer.position());
        } while (read > 0);
        buffer.flip();
        if (buffer.limit() < HEADER) {
            return false;
        }
        int length = buffer.getInt(4);
        return length >= HEADER && length <= buffer.limit() && buffer.getInt(0) == checksum(length);
    }

    private int checksum(int length) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.array(), 4, length - 4);
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        file.close();
    }
}
