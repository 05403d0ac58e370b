/** Images and the names that point at them. */
@NullMarked
package io.djong.store.image;

import org.jspecify.annotations.NullMarked;
