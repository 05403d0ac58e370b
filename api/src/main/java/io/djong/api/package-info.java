/** The Docker Engine HTTP API over the engine. */
@NullMarked
package io.djong.api;

import org.jspecify.annotations.NullMarked;
