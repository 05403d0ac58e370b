/** How containers meet networks: the endpoint documents of the Engine API. */
@NullMarked
package io.djong.model.network;

import org.jspecify.annotations.NullMarked;
