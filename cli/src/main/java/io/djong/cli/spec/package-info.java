/** From the options of {@code run} and {@code create} to the request that makes a container. */
@NullMarked
package io.djong.cli.spec;

import org.jspecify.annotations.NullMarked;
