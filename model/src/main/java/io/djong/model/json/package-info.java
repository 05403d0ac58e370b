/** How JSON is read and written everywhere: as Go's encoder and decoder do. */
@NullMarked
package io.djong.model.json;

import org.jspecify.annotations.NullMarked;
