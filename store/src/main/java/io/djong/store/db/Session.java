package io.djong.store.db;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A consistent view of the database for the length of one call of {@link Database#read} or {@link Database#write}.
 *
 * <p>Statements are prepared once and kept, so their text should be constant. Arguments bind to {@code ?} by position:
 * {@code null}, numbers, booleans (0 and 1), {@code byte[]}; anything else by its {@code toString}.
 *
 * <p>Failures of the database are {@link io.djong.model.error.Internal}.
 */
public interface Session {
    /** All rows of a query. */
    <T> List<T> list(String sql, Row.Mapper<T> mapper, @Nullable Object... arguments);

    /** The first row of a query, if there is one. */
    <T> Optional<T> first(String sql, Row.Mapper<T> mapper, @Nullable Object... arguments);

    /** The first column of the first row as an integer; 0 where there is no row or it is NULL. */
    default long number(String sql, @Nullable Object... arguments) {
        return first(sql, row -> row.integer(1), arguments).orElse(0L);
    }

    /** Whether a query has a row. */
    default boolean exists(String sql, @Nullable Object... arguments) {
        return first(sql, row -> true, arguments).orElse(false);
    }
}
