/** Verification of all that the stores hold. */
@NullMarked
package io.djong.store.check;

import org.jspecify.annotations.NullMarked;
