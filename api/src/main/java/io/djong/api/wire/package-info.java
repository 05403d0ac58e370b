/** The documents of the API as they go over the wire, by version. */
@NullMarked
package io.djong.api.wire;

import org.jspecify.annotations.NullMarked;
