/** What the engine says of itself and of the host. */
@NullMarked
package io.djong.engine.system;

import org.jspecify.annotations.NullMarked;
