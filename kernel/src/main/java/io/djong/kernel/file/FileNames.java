package io.djong.kernel.file;

import io.djong.kernel.ffi.ByteText;

/**
 * File names between bytes, as the kernel and archives have them, and strings, as this package takes them. Both ways
 * are exact: bytes that are not UTF-8 are carried as lone surrogates (U+DC80 to U+DCFF), as in Python's PEP 383.
 */
public final class FileNames {
    private FileNames() {}

    /** The string that stands for these bytes. */
    public static String decode(byte[] name) {
        return ByteText.decode(name);
    }

    /**
     * The bytes.
     *
     * @throws IllegalArgumentException if the text holds a NUL or a stray surrogate
     */
    public static byte[] encode(String name) {
        return ByteText.encode(name);
    }
}
