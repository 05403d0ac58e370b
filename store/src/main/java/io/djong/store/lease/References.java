package io.djong.store.lease;

import io.djong.store.db.Session;
import io.djong.store.db.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Which record needs which resources. The owner of a record writes its references in the transaction that writes the
 * record, and clears them in the one that removes it; garbage collection keeps whatever is referred to.
 *
 * <p>A holder is a text that names the record, as {@code image/sha256:…} or {@code container/<id>}.
 */
public final class References {
    private References() {}

    /** Makes these the holder's references, in place of what it had. */
    public static void set(Transaction tx, String holder, Collection<? extends Resource> resources) {
        clear(tx, holder);
        for (Resource resource : resources) {
            tx.execute("INSERT OR IGNORE INTO refs (holder, resource) VALUES (?, ?)", holder, resource.key());
        }
    }

    public static void clear(Transaction tx, String holder) {
        tx.execute("DELETE FROM refs WHERE holder = ?", holder);
    }

    /** A holder that refers to a snapshot. */
    public record Held(String holder, String snapshot) {}

    /** The snapshots that holders refer to whose names begin so. */
    public static List<Held> snapshots(Session session, String holders) {
        String kind = new Resource.Snapshot("").key();
        return session.list(
                "SELECT holder, resource FROM refs WHERE holder GLOB ? AND resource GLOB ?",
                row -> new Held(row.text(1), row.text(2).substring(kind.length())),
                holders + "*",
                kind + "*");
    }

    /** The keys of what a holder refers to. */
    public static Set<String> of(Session session, String holder) {
        return Set.copyOf(session.list("SELECT resource FROM refs WHERE holder = ?", row -> row.text(1), holder));
    }

    /** Who refers to the resource. */
    public static List<String> holders(Session session, Resource resource) {
        return session.list(
                "SELECT holder FROM refs WHERE resource = ? ORDER BY holder", row -> row.text(1), resource.key());
    }
}
