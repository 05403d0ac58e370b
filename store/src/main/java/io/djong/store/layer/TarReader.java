package io.djong.store.layer;

import io.djong.kernel.file.DeviceNumber;
import io.djong.kernel.file.FileNames;
import io.djong.model.error.InvalidArgument;
import io.djong.store.layer.TarEntry.Extent;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads tar archives: V7, ustar, star, GNU (long names, base-256 numbers, sparse files) and PAX (tar(5), pax(1)).
 *
 * <p>Written here rather than taken from a library for two reasons. Extended attributes come as PAX records whose
 * values are bytes ({@code security.capability} is a binary struct), and the usual libraries decode them as text,
 * which destroys them. And every length in an archive is hostile: here headers are bounded before they are read.
 *
 * <p>Like Go's reader, it ignores global PAX headers and takes a clean end of the stream for the end of the archive.
 */
public final class TarReader {
    static final int BLOCK = 512;

    /** Long names and extended headers may be as long as in Go's reader. */
    private static final int MAX_EXTENSION = 1 << 20;

    private final InputStream in;
    private final byte[] block = new byte[BLOCK];
    /** Bytes of the current member's data that are still to be read, and the padding behind them. */
    private long left;

    private int padding;

    /** Reads an archive that is not compressed; the stream is not closed. */
    public TarReader(InputStream in) {
        this.in = in;
    }

    /** Whether an archive may begin so: with a member's header, or with the block of zeros that ends an empty one. */
    static boolean mayBegin(byte[] head, int length) {
        if (length < BLOCK) {
            return false;
        }
        byte[] first = Arrays.copyOf(head, BLOCK);
        try {
            return isZero(first) || new TarHeader(first).dataSize() >= 0;
        } catch (InvalidArgument e) {
            return false;
        }
    }

    /**
     * The next member; what was not read of the last one is skipped.
     *
     * @return null at the end of the archive
     * @throws InvalidArgument if this is no tar archive, or one that breaks the rules
     * @throws EOFException if the stream ends within a member
     */
    public @Nullable TarEntry next() throws IOException {
        Extensions extensions = new Extensions();
        while (true) {
            skipData();
            if (!readHeader()) {
                return null;
            }
            TarHeader header = new TarHeader(block);
            setData(header.dataSize());
            switch (header.type()) {
                case 'g' -> skipData();
                case 'x', 'X' -> extensions.pax = PaxRecords.parse(readAll("extended header"));
                case 'L' -> extensions.longName = readText("long name");
                case 'K' -> extensions.longLink = readText("long link");
                default -> {
                    return member(header, extensions);
                }
            }
        }
    }

    /** Reads data of the current member. @return -1 at its end */
    public int read(byte[] into, int at, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int got = in.read(into, at, (int) Math.min(length, left));
        if (got < 0) {
            throw truncated();
        }
        left -= got;
        return got;
    }

    /** The data of the current member as a stream, which ends with it. */
    public InputStream data() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int at, int length) throws IOException {
                return length == 0 ? 0 : TarReader.this.read(into, at, length);
            }
        };
    }

    private TarEntry member(TarHeader header, Extensions extensions) throws IOException {
        PaxRecords pax = extensions.pax;
        TarEntry.Kind kind = header.kind();
        long stored = pax.number("size").orElse(header.dataSize());
        if (kind != TarEntry.Kind.FILE) {
            stored = 0; // other kinds have no data, whatever the header says
        }
        setData(stored);
        List<Extent> sparse = List.of();
        long size = stored;
        if (header.isGnuSparse()) {
            sparse = header.sparseMap(this::readExtensionBlock);
            size = header.realSize();
        } else if (kind == TarEntry.Kind.FILE && pax.isSparse()) {
            sparse = pax.hasMapInData() ? SparseMap.read(this::readDataBlock) : pax.sparseMap();
            size = pax.realSize();
        }
        if (!sparse.isEmpty()) {
            SparseMap.check(sparse, size, left);
        }
        String name = pax.sparseName().or(() -> pax.text("path")).orElse(extensions.nameOr(header.name()));
        if (kind == TarEntry.Kind.FILE && name.endsWith("/") && header.isOldStyleFile()) {
            kind = TarEntry.Kind.DIRECTORY;
        }
        return new TarEntry(
                kind,
                name,
                pax.text("linkpath").orElse(extensions.linkOr(header.link())),
                header.permissions(),
                pax.number("uid").orElse(header.uid()),
                pax.number("gid").orElse(header.gid()),
                size,
                pax.time("mtime").orElse(header.modified()),
                header.device(),
                pax.xattrs(),
                sparse);
    }

    /** Reads the next block into {@link #block}. @return false at the end of the archive */
    private boolean readHeader() throws IOException {
        int got = in.readNBytes(block, 0, BLOCK);
        if (got == 0) {
            return false;
        }
        if (got < BLOCK) {
            throw truncated();
        }
        return !isZero(block);
    }

    private void readExtensionBlock(byte[] into) throws IOException {
        if (in.readNBytes(into, 0, BLOCK) < BLOCK) {
            throw truncated();
        }
    }

    /** A block of the current member's data. */
    private void readDataBlock(byte[] into) throws IOException {
        for (int at = 0; at < BLOCK; ) {
            int got = read(into, at, BLOCK - at);
            if (got < 0) {
                throw new InvalidArgument("invalid tar header: the map of a sparse file is cut off");
            }
            at += got;
        }
    }

    private byte[] readAll(String what) throws IOException {
        if (left > MAX_EXTENSION) {
            throw new InvalidArgument("invalid tar header: " + what + " of " + left + " bytes");
        }
        byte[] data = in.readNBytes((int) left);
        if (data.length < left) {
            throw truncated();
        }
        left = 0;
        return data;
    }

    private String readText(String what) throws IOException {
        byte[] data = readAll(what);
        int end = 0;
        while (end < data.length && data[end] != 0) {
            end++;
        }
        return FileNames.decode(Arrays.copyOf(data, end));
    }

    private void setData(long size) {
        if (size < 0) {
            throw new InvalidArgument("invalid tar header: size " + size);
        }
        left = size;
        padding = (int) (-size & (BLOCK - 1));
    }

    private void skipData() throws IOException {
        try {
            in.skipNBytes(left);
            in.skipNBytes(padding);
        } catch (EOFException e) {
            throw truncated();
        }
        left = 0;
        padding = 0;
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static EOFException truncated() {
        return new EOFException("unexpected EOF: the archive is cut off");
    }

    /** What extension members said of the member that follows them. */
    private static final class Extensions {
        private PaxRecords pax = PaxRecords.NONE;
        private @Nullable String longName;
        private @Nullable String longLink;

        String nameOr(String name) {
            return longName == null ? name : longName;
        }

        String linkOr(String link) {
            return longLink == null ? link : longLink;
        }
    }

    /** Reads one block, whole. */
    @FunctionalInterface
    interface BlockSource {
        void read(byte[] block) throws IOException;
    }

    /** For devices that tar can name but Linux cannot. */
    static DeviceNumber device(long major, long minor) {
        try {
            return new DeviceNumber(Math.toIntExact(major), Math.toIntExact(minor));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidArgument("invalid tar header: device " + major + ":" + minor, e);
        }
    }

    /** For times that tar can name but Java cannot. */
    static Instant time(long seconds, long nanos) {
        try {
            return Instant.ofEpochSecond(seconds, nanos);
        } catch (java.time.DateTimeException | ArithmeticException e) {
            throw new InvalidArgument("invalid tar header: time " + seconds, e);
        }
    }
}
