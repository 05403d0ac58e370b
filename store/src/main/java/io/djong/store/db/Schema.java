package io.djong.store.db;

import java.util.List;

/**
 * The tables of one owner and how they came to be.
 *
 * @param owner a stable name, under which the database remembers how far it has come
 * @param migrations SQL scripts in order; each runs once, in the order of the list, and is never changed after a
 *     release: a later change is a further script. A script is a sequence of statements ended by {@code ;} at the end
 *     of a line
 */
public record Schema(String owner, List<String> migrations) {
    public Schema {
        migrations = List.copyOf(migrations);
    }

    public Schema(String owner, String... migrations) {
        this(owner, List.of(migrations));
    }
}
