package io.djong.store.layer;

/**
 * What one layer may at most unpack to; more is taken for a bomb.
 *
 * @param bytes of the uncompressed archive, and of all its files
 * @param entries files, directories, links and so on
 */
public record LayerLimits(long bytes, long entries) {
    /** Far above any image that people make: 512 GiB in 20 million files. */
    public static final LayerLimits DEFAULT = new LayerLimits(512L << 30, 20_000_000);
}
