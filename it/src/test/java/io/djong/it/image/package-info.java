/** Images: pulled, tagged, imported, removed, and refused when they are not what they claim. */
@NullMarked
package io.djong.it.image;

import org.jspecify.annotations.NullMarked;
