package io.djong.runtime.meter;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.file.Access;
import io.djong.kernel.file.OpenFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The text of one small file of the kernel's after the other, in a buffer that is used again: words and numbers between
 * blanks, line by line. Belongs to one thread.
 */
final class CounterText {
    private static final int LARGEST = 1 << 20;

    private byte[] bytes = new byte[8192];
    private int length;
    private int position;

    /** Reads a control group's file that stays open; it tells all it has in one go. @return false if it has gone */
    boolean read(OpenFile file) {
        clear();
        try {
            int room;
            do {
                room = bytes.length - length;
            } while (readOn(file) == room && length < LARGEST);
            return true;
        } catch (KernelException e) {
            return false;
        }
    }

    /** Reads a file by its path, from beginning to end. @return false if it cannot be read */
    boolean read(Path path) {
        clear();
        try (OpenFile file = OpenFile.open(path, Access.READ)) {
            while (length < LARGEST && readOn(file) > 0) {
                // these come in pieces of a page
            }
            return true;
        } catch (KernelException e) {
            return false;
        }
    }

    /** Has no text any more. */
    void clear() {
        position = 0;
        length = 0;
    }

    /** Goes back to the beginning. */
    void rewind() {
        position = 0;
    }

    private int readOn(OpenFile file) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        int count = file.read(ByteBuffer.wrap(bytes, length, bytes.length - length), length);
        length += Math.max(count, 0);
        return count;
    }

    /** A file to be read again and again; empty where there is none. */
    static Optional<OpenFile> open(Path path) {
        try {
            return Optional.of(OpenFile.open(path, Access.READ));
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ENODEV)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    boolean atEnd() {
        return position >= length;
    }

    /** Goes to the beginning of the next line. */
    void nextLine() {
        while (position < length && bytes[position] != '\n') {
            position++;
        }
        position++;
    }

    /** Whether a word goes on here: neither a blank nor the end of the line. */
    boolean isAtWord() {
        return position < length && bytes[position] != ' ' && bytes[position] != '\n';
    }

    /** Whether the line has another word. */
    boolean hasWord() {
        while (position < length && bytes[position] == ' ') {
            position++;
        }
        return position < length && bytes[position] != '\n';
    }

    /** The next word of the line; empty at its end. */
    String word() {
        return wordBefore(' ');
    }

    /** What comes before the next such character on the line, which is passed too; the rest of the line without one. */
    String wordBefore(char separator) {
        if (!hasWord()) {
            return "";
        }
        int start = position;
        while (position < length && bytes[position] != separator && bytes[position] != '\n') {
            position++;
        }
        int end = position;
        if (position < length && bytes[position] == separator) {
            position++;
        }
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /**
     * Takes a word, or the beginning of one, if the line goes on with it.
     *
     * @return whether it did
     */
    boolean skip(String word) {
        if (!hasWord() || length - position < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[position + i] != word.charAt(i)) {
                return false;
            }
        }
        position += word.length();
        return true;
    }

    /** The next number of the line, and one character after it; what is no number counts as {@code otherwise}. */
    long number(long otherwise) {
        if (!hasWord() || bytes[position] < '0' || bytes[position] > '9') {
            return otherwise;
        }
        long value = 0;
        while (position < length && bytes[position] >= '0' && bytes[position] <= '9') {
            value = value * 10 + (bytes[position++] - '0');
        }
        if (position < length && bytes[position] != '\n') {
            position++;
        }
        return value;
    }
}
