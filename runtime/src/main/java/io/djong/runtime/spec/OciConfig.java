package io.djong.runtime.spec;

/**
 * A container's configuration for the OCI runtime.
 *
 * @param json {@code config.json}
 * @param hooks whether it has hooks
 * @param cgroupsPath where its control groups are, from the root of each hierarchy
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, to be written
public record OciConfig(byte[] json, boolean hooks, String cgroupsPath) {}
