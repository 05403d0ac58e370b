/** Typed access to the Linux kernel: the only user of java.lang.foreign. */
@NullMarked
package io.djong.kernel;

import org.jspecify.annotations.NullMarked;
