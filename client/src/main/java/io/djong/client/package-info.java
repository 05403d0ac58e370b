/** Client of the Engine API. */
@NullMarked
package io.djong.client;

import org.jspecify.annotations.NullMarked;
