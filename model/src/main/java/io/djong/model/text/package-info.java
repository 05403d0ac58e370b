/** The forms in which Docker's users write and read values: those of Go's parsers and of Docker's own. */
@NullMarked
package io.djong.model.text;

import org.jspecify.annotations.NullMarked;
