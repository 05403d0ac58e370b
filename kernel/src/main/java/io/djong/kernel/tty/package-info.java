/** Terminals. */
@NullMarked
package io.djong.kernel.tty;

import org.jspecify.annotations.NullMarked;
