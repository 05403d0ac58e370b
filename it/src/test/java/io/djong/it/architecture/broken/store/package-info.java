/** A module that sees what it may not. */
@NullMarked
package io.djong.it.architecture.broken.store;

import org.jspecify.annotations.NullMarked;
