package io.djong.daemon;

/** The engine's own version, from the manifest of the jar that it is in. */
final class Version {
    private Version() {}

    static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0-dev" : version;
    }
}
