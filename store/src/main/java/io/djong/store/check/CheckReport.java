package io.djong.store.check;

/**
 * What a check found.
 *
 * @param repaired things that were damaged and are whole again, or gone where they can be had again
 * @param broken things that are damaged still
 */
public record CheckReport(int repaired, int broken) {
    /** The exit codes of fsck(8): 0 where all was whole, 1 where all is by now, 4 where something is not. */
    public int exitCode() {
        return broken > 0 ? 4 : repaired > 0 ? 1 : 0;
    }
}
