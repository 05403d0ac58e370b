package io.djong.runtime;

/**
 * The programs found, by their versions.
 *
 * @param runtime the OCI runtime's name and version, as {@code runc 1.1.5+ds1}
 * @param runtimeCommit what it says of its commit, empty if nothing
 * @param conmon conmon's version
 */
public record Versions(String runtime, String runtimeCommit, String conmon) {}
