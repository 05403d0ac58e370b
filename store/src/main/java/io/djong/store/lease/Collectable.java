package io.djong.store.lease;

import io.djong.store.db.Transaction;
import java.util.Set;

/** A store whose things go when nothing holds them. */
public interface Collectable {
    /**
     * Removes the records of everything that is not held, within the transaction.
     *
     * @param held keys of resources ({@link Resource#key})
     * @return what is to be unlinked once the transaction has been committed durably
     */
    Condemned condemn(Transaction tx, Set<String> held);

    /** Things without a record: a crash now leaves files that the next collection finds. */
    interface Condemned {
        /** Removes the files, and whatever earlier crashes left. @return bytes that became free, as far as is known */
        long unlink();
    }
}
