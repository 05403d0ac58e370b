/** The other half of a cycle. */
@NullMarked
package io.djong.it.architecture.broken.network;

import org.jspecify.annotations.NullMarked;
