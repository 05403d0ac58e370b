package io.djong.engine.container;

/** A mount of a container, as inspect and listings show it (API definition MountPoint). */
public record MountPoint(
        String type,
        String name,
        String source,
        String destination,
        String driver,
        String mode,
        boolean writable,
        String propagation) {}
