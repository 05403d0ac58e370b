/** Blobs on their way in. */
@NullMarked
package io.djong.distribution.upload;

import org.jspecify.annotations.NullMarked;
