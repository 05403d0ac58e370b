package io.djong.store.layer;

/**
 * What a directory tree takes up.
 *
 * @param bytes of file contents, hard links counted once
 * @param inodes files, directories, links and so on
 */
public record Usage(long bytes, long inodes) {
    public static final Usage NONE = new Usage(0, 0);
}
