/** A package with a name that says nothing. */
@NullMarked
package io.djong.it.architecture.broken.model.util;

import org.jspecify.annotations.NullMarked;
