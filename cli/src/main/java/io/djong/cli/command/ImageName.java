package io.djong.cli.command;

import io.djong.model.error.InvalidArgument;

/**
 * The name of an image as a user writes it, cut in two for the API.
 *
 * @param repository what stands before the tag or digest
 * @param version the tag or the digest; {@code latest} where none is given
 * @param tagged whether one was given
 */
record ImageName(String repository, String version, boolean tagged) {

    static ImageName parse(String name) {
        if (name.isEmpty()) {
            throw new InvalidArgument("invalid reference format");
        }
        int at = name.indexOf('@');
        if (at >= 0) {
            return new ImageName(name.substring(0, at), name.substring(at + 1), true);
        }
        int colon = name.lastIndexOf(':');
        if (colon > name.lastIndexOf('/')) {
            return new ImageName(name.substring(0, colon), name.substring(colon + 1), true);
        }
        return new ImageName(name, "latest", false);
    }

    private boolean isDigest() {
        return version.indexOf(':') >= 0;
    }

    /** The name with its tag or digest. */
    String familiar() {
        return repository + (isDigest() ? "@" : ":") + version;
    }

    /** The name with its registry, as images are known across registries. */
    String canonical() {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        boolean registry = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
        String full = registry ? familiar() : "docker.io/" + (slash < 0 ? "library/" : "") + familiar();
        return full;
    }
}
