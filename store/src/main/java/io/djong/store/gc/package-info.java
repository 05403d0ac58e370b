/** Garbage collection: mark by references and leases, then sweep. */
@NullMarked
package io.djong.store.gc;

import org.jspecify.annotations.NullMarked;
