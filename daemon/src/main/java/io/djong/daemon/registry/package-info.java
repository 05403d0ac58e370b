/** The registry server as a program, and within the daemon. */
@NullMarked
package io.djong.daemon.registry;

import org.jspecify.annotations.NullMarked;
