/** The names and the errors of the distribution protocol. */
@NullMarked
package io.djong.distribution.protocol;

import org.jspecify.annotations.NullMarked;
