/** Native code where it belongs. */
@NullMarked
package io.djong.it.architecture.broken.kernel;

import org.jspecify.annotations.NullMarked;
