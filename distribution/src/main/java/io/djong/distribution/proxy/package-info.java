/** Repositories that are fetched from elsewhere as they are asked for. */
@NullMarked
package io.djong.distribution.proxy;

import org.jspecify.annotations.NullMarked;
