package io.djong.store.db;

import org.jspecify.annotations.Nullable;

/** A {@link Session} that may also change the database; all of its changes come to be, or none. */
public interface Transaction extends Session {
    /** Runs one statement. @return how many rows it changed */
    int execute(String sql, @Nullable Object... arguments);

    /** Runs an INSERT. @return the row's id ({@code INTEGER PRIMARY KEY}) */
    long insert(String sql, @Nullable Object... arguments);
}
