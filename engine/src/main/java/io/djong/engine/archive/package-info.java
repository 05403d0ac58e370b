/** Archives of images: saving them and loading them. */
@NullMarked
package io.djong.engine.archive;

import org.jspecify.annotations.NullMarked;
