/** A registry server, and a mirror of an engine's images. */
@NullMarked
package io.djong.distribution;

import org.jspecify.annotations.NullMarked;
