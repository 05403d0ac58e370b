/** What a server of images has to offer. */
@NullMarked
package io.djong.distribution.library;

import org.jspecify.annotations.NullMarked;
