package io.djong.store.layer;

import io.djong.kernel.file.DeviceNumber;
import io.djong.kernel.file.FileNames;
import io.djong.model.error.InvalidArgument;
import io.djong.store.layer.TarEntry.Extent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A header block, its fields by their offsets in tar(5). The block must stay as it is while this is in use. */
final class TarHeader {
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_END = 156;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int STAR_TRAILER = 508;
    private static final int SPARSE_IN_HEADER = 4;
    private static final int SPARSE_IN_EXTENSION = 21;
    private static final int SPARSE_ENTRY = 24;
    private static final int MAX_EXTENTS = 1 << 16;

    private final byte[] block;
    private final Format format;

    private enum Format {
        V7,
        USTAR,
        STAR,
        GNU
    }

    /** @throws InvalidArgument if the block is no header */
    TarHeader(byte[] block) {
        this.block = block;
        if (!checksumHolds()) {
            throw new InvalidArgument("archive/tar: invalid tar header");
        }
        this.format = format();
    }

    private boolean checksumHolds() {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < TarReader.BLOCK; i++) {
            byte b = i >= CHECKSUM && i < CHECKSUM_END ? (byte) ' ' : block[i];
            unsigned += b & 0xff;
            signed += b;
        }
        long stated = number(CHECKSUM, 8);
        return stated == unsigned || stated == signed; // some old writers summed signed bytes
    }

    private Format format() {
        String magic = new String(block, MAGIC, 8, StandardCharsets.ISO_8859_1);
        if (magic.equals("ustar  \0")) {
            return Format.GNU;
        }
        if (!magic.startsWith("ustar\0")) {
            return Format.V7;
        }
        String trailer = new String(block, STAR_TRAILER, 4, StandardCharsets.ISO_8859_1);
        return trailer.equals("tar\0") ? Format.STAR : Format.USTAR;
    }

    char type() {
        return (char) (block[TYPE] & 0xff);
    }

    TarEntry.Kind kind() {
        return switch (type()) {
            case '\0', '0', '7', 'S' -> TarEntry.Kind.FILE;
            case '1' -> TarEntry.Kind.HARD_LINK;
            case '2' -> TarEntry.Kind.SYMLINK;
            case '3' -> TarEntry.Kind.CHARACTER_DEVICE;
            case '4' -> TarEntry.Kind.BLOCK_DEVICE;
            case '5' -> TarEntry.Kind.DIRECTORY;
            case '6' -> TarEntry.Kind.FIFO;
            default ->
                throw new InvalidArgument("unhandled tar header type " + (int) type() + " of \"" + name() + "\"");
        };
    }

    /** Before ustar, a directory was a file whose name ended in a slash. */
    boolean isOldStyleFile() {
        return type() == '\0' || type() == '0';
    }

    boolean isGnuSparse() {
        return type() == 'S';
    }

    String name() {
        String name = text(0, 100);
        String prefix = switch (format) {
            case USTAR -> text(345, 155);
            case STAR -> text(345, 131);
            case V7, GNU -> "";
        };
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    String link() {
        return text(157, 100);
    }

    int permissions() {
        return (int) number(100, 8) & 07777;
    }

    long uid() {
        return number(108, 8);
    }

    long gid() {
        return number(116, 8);
    }

    long dataSize() {
        return number(124, 12);
    }

    Instant modified() {
        return TarReader.time(number(136, 12), 0);
    }

    DeviceNumber device() {
        boolean hasDevice = type() == '3' || type() == '4';
        return hasDevice ? TarReader.device(number(329, 8), number(337, 8)) : DeviceNumber.NONE;
    }

    /** The size of a GNU sparse file once unpacked. */
    long realSize() {
        return number(483, 12);
    }

    /** The map of a GNU sparse file; more blocks of it may follow the header. */
    List<Extent> sparseMap(TarReader.BlockSource more) throws IOException {
        List<Extent> extents = new ArrayList<>();
        addExtents(block, 386, SPARSE_IN_HEADER, extents);
        boolean extended = block[482] != 0;
        byte[] extension = new byte[TarReader.BLOCK];
        while (extended) {
            more.read(extension);
            addExtents(extension, 0, SPARSE_IN_EXTENSION, extents);
            extended = extension[504] != 0;
            if (extents.size() > MAX_EXTENTS) {
                throw new InvalidArgument("invalid tar header: sparse file \"" + name() + "\" in too many pieces");
            }
        }
        return extents;
    }

    private static void addExtents(byte[] from, int at, int count, List<Extent> extents) {
        for (int i = 0; i < count; i++) {
            int entry = at + i * SPARSE_ENTRY;
            if (from[entry] == 0) {
                return;
            }
            extents.add(new Extent(number(from, entry, 12), number(from, entry + 12, 12)));
        }
    }

    private String text(int at, int length) {
        int end = at;
        while (end < at + length && block[end] != 0) {
            end++;
        }
        return FileNames.decode(Arrays.copyOfRange(block, at, end));
    }

    private long number(int at, int length) {
        return number(block, at, length);
    }

    /** Octal digits among blanks, or, if the top bit is set, a big-endian two's complement number. */
    static long number(byte[] from, int at, int length) {
        if ((from[at] & 0x80) != 0) {
            return binary(from, at, length);
        }
        String digits = new String(from, at, length, StandardCharsets.ISO_8859_1);
        int end = digits.indexOf('\0');
        digits = (end < 0 ? digits : digits.substring(0, end)).strip();
        if (digits.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new InvalidArgument("archive/tar: invalid tar header", e);
        }
    }

    private static long binary(byte[] from, int at, int length) {
        boolean negative = (from[at] & 0x40) != 0;
        long value = negative ? -1 : 0;
        for (int i = 0; i < length; i++) {
            int digit = from[at + i] & 0xff;
            if (i == 0) {
                digit = negative ? digit | 0x80 : digit & 0x7f;
            }
            if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
                throw new InvalidArgument("archive/tar: invalid tar header");
            }
            value = value << 8 | digit;
        }
        return value;
    }
}
