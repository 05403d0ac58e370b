/** State and programs where they do not belong. */
@NullMarked
package io.djong.it.architecture.broken.runtime;

import org.jspecify.annotations.NullMarked;
