package io.djong.store.db;

import java.util.Optional;

/** The row that a query stands on, valid within the mapper's call. Columns count from 1. */
public interface Row {
    /** The column as text; NULL is the empty text. */
    String text(int column);

    /** The column as text; empty for NULL. */
    Optional<String> optionalText(int column);

    /** The column as an integer; NULL is 0. */
    long integer(int column);

    /** The column as bytes; NULL is no bytes. */
    byte[] bytes(int column);

    /** Makes a value of a row. */
    @FunctionalInterface
    interface Mapper<T> {
        T map(Row row);
    }
}
