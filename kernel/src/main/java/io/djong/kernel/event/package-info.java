/**
 * Waiting for descriptors: blocking code on virtual threads over one epoll, and inotify.
 *
 * <p>A system call that blocks inside native code would pin a virtual thread to its carrier. Descriptors are therefore
 * non-blocking, and who finds nothing to read parks in {@link io.djong.kernel.event.Poller} until there is.
 */
@NullMarked
package io.djong.kernel.event;

import org.jspecify.annotations.NullMarked;
