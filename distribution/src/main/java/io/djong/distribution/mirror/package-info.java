/** An engine's images as a library. */
@NullMarked
package io.djong.distribution.mirror;

import org.jspecify.annotations.NullMarked;
