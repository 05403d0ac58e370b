/**
 * A client of the Docker Engine HTTP API, for djongd and for other engines that speak it.
 *
 * <p>{@link io.djong.client.EngineClient} is the entry; every call blocks. What the engine refuses and what the
 * connection loses is thrown as {@link io.djong.model.error.EngineException}.
 */
@NullMarked
package io.djong.client;

import org.jspecify.annotations.NullMarked;
