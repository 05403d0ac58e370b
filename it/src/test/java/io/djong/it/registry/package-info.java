/** The registry server and the mirror, met by the clients that people use. */
@NullMarked
package io.djong.it.registry;

import org.jspecify.annotations.NullMarked;
