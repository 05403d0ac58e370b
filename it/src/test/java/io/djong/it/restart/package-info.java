/** A daemon that dies and comes back. */
@NullMarked
package io.djong.it.restart;

import org.jspecify.annotations.NullMarked;
