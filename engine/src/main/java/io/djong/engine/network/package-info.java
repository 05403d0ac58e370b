/** Networks as the API shows them. */
@NullMarked
package io.djong.engine.network;

import org.jspecify.annotations.NullMarked;
