package io.djong.kernel.file;

/**
 * A name in a directory (getdents64(2)).
 *
 * @param name not decoded with loss: see {@link FileNames}
 * @param type the file's, {@link FileType#UNKNOWN} where the file system does not say
 */
public record DirectoryEntry(String name, FileType type) {}
