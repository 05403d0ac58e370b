/** A module that nobody entered in the graph. */
@NullMarked
package io.djong.it.architecture.broken.volume;

import org.jspecify.annotations.NullMarked;
