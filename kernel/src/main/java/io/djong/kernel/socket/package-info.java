/**
 * Unix sockets, also of packets and with descriptors passed along, pipes and FIFOs; all non-blocking on our side, for
 * threads that park in {@link io.djong.kernel.event.Poller}.
 */
@NullMarked
package io.djong.kernel.socket;

import org.jspecify.annotations.NullMarked;
