package io.djong.runtime.spec;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A host file or directory, or a volume, at a place in a container. The source exists.
 *
 * @param source the host's path
 * @param target the absolute path in the container
 * @param access how it may be used
 * @param propagation how mounts below it propagate
 * @param reach whether mounts below the source come along
 */
public record BindMount(Path source, String target, Access access, Propagation propagation, Reach reach) {
    /** How a mount may be used. */
    public enum Access {
        READ_WRITE,
        /** Read-only, and so are the mounts below it where the kernel and the runtime can do that. */
        READ_ONLY,
        /** Read-only; mounts below it keep their own ways. */
        READ_ONLY_TOP
    }

    /** mount_namespaces(7). */
    public enum Propagation {
        PRIVATE("private"),
        RPRIVATE("rprivate"),
        SHARED("shared"),
        RSHARED("rshared"),
        SLAVE("slave"),
        RSLAVE("rslave");

        private final String option;

        Propagation(String option) {
            this.option = option;
        }

        /** The mount option, as {@code rprivate}. */
        public String option() {
            return option;
        }

        /** By its mount option. */
        public static Optional<Propagation> of(String option) {
            for (Propagation propagation : values()) {
                if (propagation.option.equals(option)) {
                    return Optional.of(propagation);
                }
            }
            return Optional.empty();
        }
    }

    /** How much of the source is seen. */
    public enum Reach {
        RECURSIVE,
        TOP
    }

    /** With everything below it, propagating privately: what {@code -v source:target} means. */
    public static BindMount of(Path source, String target, Access access) {
        return new BindMount(source, target, access, Propagation.RPRIVATE, Reach.RECURSIVE);
    }
}
