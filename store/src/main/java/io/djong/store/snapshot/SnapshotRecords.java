package io.djong.store.snapshot;

import io.djong.store.db.Row;
import io.djong.store.db.Session;
import io.djong.store.db.Transaction;
import io.djong.store.layer.Usage;
import io.djong.store.lease.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of snapshots. */
final class SnapshotRecords {
    private static final String SELECT = "SELECT key, parent, kind, bytes, inodes, created FROM snapshots ";

    private SnapshotRecords() {}

    /** A snapshot whose record was removed. */
    record Gone(long number, long bytes) {}

    private record Node(String key, @Nullable String parent, long number, long bytes) {}

    static Optional<Snapshot> find(Session session, String key) {
        return session.first(SELECT + "WHERE key = ?", SnapshotRecords::snapshot, key);
    }

    static List<Snapshot> list(Session session) {
        return session.list(SELECT, SnapshotRecords::snapshot);
    }

    static long number(Session session, String key) {
        return session.number("SELECT number FROM snapshots WHERE key = ?", key);
    }

    static Set<Long> numbers(Session session) {
        return new HashSet<>(session.list("SELECT number FROM snapshots", row -> row.integer(1)));
    }

    /** The numbers of a snapshot and of all below it, the topmost first. */
    static List<Long> chain(Session session, String key) {
        return session.list("""
            WITH RECURSIVE chain (number, parent, depth) AS (
              SELECT number, parent, 0 FROM snapshots WHERE key = ?
              UNION ALL
              SELECT s.number, s.parent, chain.depth + 1 FROM snapshots s JOIN chain ON s.key = chain.parent)
            SELECT number FROM chain ORDER BY depth\
            """, row -> row.integer(1), key);
    }

    static long bytesBelow(Session session, String key) {
        return session.number("""
            WITH RECURSIVE below (bytes, parent) AS (
              SELECT 0, parent FROM snapshots WHERE key = ?
              UNION ALL
              SELECT s.bytes, s.parent FROM snapshots s JOIN below ON s.key = below.parent)
            SELECT coalesce(sum(bytes), 0) FROM below\
            """, key);
    }

    static Map<String, Long> layerSizes(Session session) {
        return session
                .list(
                        "SELECT key, bytes FROM snapshots WHERE kind = 'committed'",
                        row -> Map.entry(row.text(1), row.integer(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Adds a record, unless the key is taken: then false. */
    static boolean insert(Transaction tx, Snapshot snapshot, long number, Optional<String> unsyncedSince) {
        return tx.execute(
                        "INSERT INTO snapshots (key, number, parent, kind, bytes, inodes, created, unsynced_since)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
                        snapshot.key(),
                        number,
                        snapshot.parent().orElse(null),
                        snapshot.kind().name().toLowerCase(Locale.ROOT),
                        snapshot.usage().bytes(),
                        snapshot.usage().inodes(),
                        snapshot.created().toEpochMilli(),
                        unsyncedSince.orElse(null))
                > 0;
    }

    /** Gives a layer another directory. */
    static int renumber(Transaction tx, String key, long number, String unsyncedSince) {
        return tx.execute(
                "UPDATE snapshots SET number = ?, unsynced_since = ? WHERE key = ?", number, unsyncedSince, key);
    }

    /** Removes a record; answers with its number. */
    static Optional<Long> remove(Transaction tx, String key, Snapshot.Kind kind) {
        Optional<Long> number = tx.first(
                "SELECT number FROM snapshots WHERE key = ? AND kind = ?",
                row -> row.integer(1),
                key,
                kind.name().toLowerCase(Locale.ROOT));
        number.ifPresent(found -> tx.execute("DELETE FROM snapshots WHERE number = ?", found));
        return number;
    }

    /** The numbers of layers whose files may not be on the disk yet. */
    static List<Long> unsynced(Session session) {
        return session.list("SELECT number FROM snapshots WHERE unsynced_since IS NOT NULL", row -> row.integer(1));
    }

    static int markSynced(Transaction tx, List<Long> numbers) {
        return numbers.stream()
                .mapToInt(number -> tx.execute("UPDATE snapshots SET unsynced_since = NULL WHERE number = ?", number))
                .sum();
    }

    /**
     * Removes layers that an earlier boot left unsynced, and the layers on top of them. Those that a container stands
     * on stay, with their doubt: what the container wrote is worth more.
     */
    static List<String> removeDoubtful(Transaction tx, String boot) {
        if (!tx.exists("SELECT 1 FROM snapshots WHERE unsynced_since IS NOT NULL AND unsynced_since <> ?", boot)) {
            return List.of();
        }
        List<String> doubtful = tx.list("""
            WITH RECURSIVE
              needed (key) AS (
                SELECT parent FROM snapshots WHERE kind = 'writable'
                UNION SELECT s.parent FROM snapshots s JOIN needed ON s.key = needed.key),
              doubtful (key) AS (
                SELECT key FROM snapshots WHERE unsynced_since IS NOT NULL AND unsynced_since <> ?
                UNION SELECT s.key FROM snapshots s JOIN doubtful ON s.parent = doubtful.key)
            SELECT key FROM doubtful WHERE key NOT IN (SELECT key FROM needed WHERE key IS NOT NULL)
              AND key NOT IN (SELECT key FROM snapshots WHERE kind = 'writable')\
            """, row -> row.text(1), boot);
        tx.execute("PRAGMA defer_foreign_keys=ON");
        doubtful.forEach(key -> tx.execute("DELETE FROM snapshots WHERE key = ?", key));
        return doubtful;
    }

    /** Removes what is neither held nor below something held. */
    static List<Gone> removeAllBut(Transaction tx, Set<String> held) {
        Map<String, Node> unmarked = new HashMap<>();
        for (Node node : tx.list("SELECT key, parent, number, bytes FROM snapshots", SnapshotRecords::node)) {
            unmarked.put(node.key(), node);
        }
        for (Node node : List.copyOf(unmarked.values())) {
            if (held.contains(new Resource.Snapshot(node.key()).key())) {
                mark(node, unmarked);
            }
        }
        // A child refers to its parent, so children go first; the check waits for the end of the transaction.
        tx.execute("PRAGMA defer_foreign_keys=ON");
        List<Gone> gone = new ArrayList<>();
        for (Node node : unmarked.values()) {
            tx.execute("DELETE FROM snapshots WHERE number = ?", node.number());
            gone.add(new Gone(node.number(), node.bytes()));
        }
        return gone;
    }

    private static void mark(Node from, Map<String, Node> unmarked) {
        Node node = from;
        while (node != null && unmarked.remove(node.key()) != null) {
            node = node.parent() == null ? null : unmarked.get(node.parent());
        }
    }

    private static Node node(Row row) {
        return new Node(row.text(1), row.optionalText(2).orElse(null), row.integer(3), row.integer(4));
    }

    private static Snapshot snapshot(Row row) {
        return new Snapshot(
                row.text(1),
                row.optionalText(2),
                Snapshot.Kind.valueOf(row.text(3).toUpperCase(Locale.ROOT)),
                new Usage(row.integer(4), row.integer(5)),
                Instant.ofEpochMilli(row.integer(6)));
    }
}
