/** The metadata database: SQLite behind one writer and a few readers. */
@NullMarked
package io.djong.store.db;

import org.jspecify.annotations.NullMarked;
