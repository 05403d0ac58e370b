package io.djong.kernel.file;

/**
 * Where a path leads: an open directory and a name in it, which need not exist.
 *
 * @param directory owned by this location and closed with it
 * @param name one component, or {@code "."} for the directory itself
 */
public record Location(Directory directory, String name) implements AutoCloseable {
    @Override
    public void close() {
        directory.close();
    }
}
