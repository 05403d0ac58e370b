package io.djong.engine.volume;

import io.djong.model.error.InvalidArgument;
import java.util.regex.Pattern;

/** What volumes may be called; a name is a directory's too. */
public final class VolumeNames {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    private VolumeNames() {}

    /** Refuses what is no name. @throws InvalidArgument in Docker's words */
    public static void check(String name) {
        if (name.length() == 1) {
            throw new InvalidArgument("create " + name
                    + ": volume name is too short, names should be at least two alphanumeric characters");
        }
        if (!NAME.matcher(name).matches()) {
            throw new InvalidArgument("create " + name + ": \"" + name
                    + "\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\""
                    + " are allowed. If you intended to pass a host directory, use absolute path");
        }
    }
}
