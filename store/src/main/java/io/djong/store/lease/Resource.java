package io.djong.store.lease;

import io.djong.model.Digest;

/** A thing in the store that may be held. */
public sealed interface Resource {
    /** The form in which the database has it; unique over all kinds. */
    String key();

    /** A blob, whether it is there yet or still on its way. */
    record Content(Digest digest) implements Resource {
        @Override
        public String key() {
            return key(digest.toString());
        }

        /** The key of a blob by its digest as the database has it. */
        public static String key(String digest) {
            return "content/" + digest;
        }
    }

    /** A snapshot, and with it the ones below it. */
    record Snapshot(String name) implements Resource {
        @Override
        public String key() {
            return "snapshot/" + name;
        }
    }
}
