/** Clients of Docker's API that others wrote. */
@NullMarked
package io.djong.it.client;

import org.jspecify.annotations.NullMarked;
