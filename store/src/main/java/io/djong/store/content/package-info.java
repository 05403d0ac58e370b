/** Blobs by digest. */
@NullMarked
package io.djong.store.content;

import org.jspecify.annotations.NullMarked;
