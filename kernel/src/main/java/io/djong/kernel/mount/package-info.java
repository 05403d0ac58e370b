/** Mounts: making, changing, listing and removing them in the calling thread's mount namespace. */
@NullMarked
package io.djong.kernel.mount;

import org.jspecify.annotations.NullMarked;
