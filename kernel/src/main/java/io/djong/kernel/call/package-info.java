/** The one way out of the JVM, below everything else and not exported: see {@code io.djong.kernel.ffi}. */
@NullMarked
package io.djong.kernel.call;

import org.jspecify.annotations.NullMarked;
