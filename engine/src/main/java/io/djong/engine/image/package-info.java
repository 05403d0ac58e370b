/** Images: pulling, listing, tagging, removing, importing. */
@NullMarked
package io.djong.engine.image;

import org.jspecify.annotations.NullMarked;
