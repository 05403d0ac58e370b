/** Layers as tar streams: unpacking them into directories and packing directories into them. */
@NullMarked
package io.djong.store.layer;

import org.jspecify.annotations.NullMarked;
