package io.djong.distribution.catalog;

import io.djong.distribution.protocol.ErrorCode;
import io.djong.distribution.protocol.Refusal;
import io.djong.distribution.protocol.RepositoryName;
import io.djong.store.db.Session;
import io.djong.store.db.Transaction;
import java.util.List;

/** How much is in each repository, kept with every change, and how much may be. */
final class Ledger {
    private final List<Quota> quotas;

    Ledger(List<Quota> quotas) {
        this.quotas = List.copyOf(quotas);
    }

    /** @throws Refusal if that is more than a quota leaves */
    void add(Transaction tx, RepositoryName repository, long bytes) {
        require(tx, repository, bytes);
        tx.execute(
                "INSERT INTO registry_repositories (name, items, bytes) VALUES (?, 1, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET items = items + 1, bytes = bytes + excluded.bytes",
                repository,
                bytes);
    }

    void remove(Transaction tx, RepositoryName repository, long bytes) {
        tx.execute(
                "UPDATE registry_repositories SET items = items - 1, bytes = bytes - ? WHERE name = ?",
                bytes,
                repository);
        tx.execute("DELETE FROM registry_repositories WHERE name = ? AND items <= 0", repository);
    }

    /** @throws Refusal if so many bytes more are more than a quota leaves */
    void require(Session session, RepositoryName repository, long bytes) {
        for (Quota quota : quotas) {
            if (repository.isBelow(quota.prefix())) {
                long used = used(session, quota);
                if (bytes > quota.bytes() - used) {
                    throw new Refusal(
                                    ErrorCode.DENIED,
                                    "quota exceeded: " + quota + ", has " + used + " and would get " + bytes + " more")
                            .about("quota", quota.bytes())
                            .about("used", used);
                }
            }
        }
    }

    boolean isLimited() {
        return !quotas.isEmpty();
    }

    private static long used(Session session, Quota quota) {
        // '0' is what follows '/'.
        return quota.prefix().isEmpty()
                ? session.number("SELECT SUM(bytes) FROM registry_repositories")
                : session.number(
                        "SELECT SUM(bytes) FROM registry_repositories WHERE name = ? OR (name > ? AND name < ?)",
                        quota.prefix(),
                        quota.prefix() + "/",
                        quota.prefix() + "0");
    }
}
