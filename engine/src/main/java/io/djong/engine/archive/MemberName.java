package io.djong.engine.archive;

import io.djong.model.Digest;
import io.djong.model.error.InvalidArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names of an archive's members: relative, without dots, never above the archive's root. */
final class MemberName {
    private static final String BLOBS = "blobs/";

    private MemberName() {}

    /** The name as it is looked up. @throws InvalidArgument if it leads out of the archive */
    static String clean(String name) {
        return resolve("", name);
    }

    /** What a symbolic link of that name leads to. @throws InvalidArgument if that is outside of the archive */
    static String target(String link, String target) {
        if (target.startsWith("/")) {
            throw outside(link, target);
        }
        int slash = link.lastIndexOf('/');
        return resolve(slash < 0 ? "" : link.substring(0, slash), target);
    }

    private static String resolve(String directory, String name) {
        List<String> parts = new ArrayList<>();
        for (String part : (directory + "/" + name).split("/", -1)) {
            if (part.equals("..")) {
                if (parts.isEmpty()) {
                    throw outside(directory, name);
                }
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    private static InvalidArgument outside(String from, String to) {
        String where = from.isEmpty() ? "" : " of " + from;
        return new InvalidArgument("invalid archive: path \"" + to + "\"" + where + " leads out of it");
    }

    /** Where an OCI layout has a blob. */
    static String of(Digest digest) {
        return BLOBS + digest.algorithm() + "/" + digest.hex();
    }

    /** The digest that a blob of an OCI layout has by its name. @throws InvalidArgument if it is malformed */
    static Optional<Digest> digest(String name) {
        String[] parts = name.split("/", -1);
        return parts.length == 3 && name.startsWith(BLOBS)
                ? Optional.of(Digest.parse(parts[1] + ":" + parts[2]))
                : Optional.empty();
    }
}
