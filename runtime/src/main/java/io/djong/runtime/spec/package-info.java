/**
 * From what a user asks of a container to the OCI runtime's configuration of it (runtime-spec), with Docker's
 * defaults. Pure but for a few looks: the container's user files, the host's devices, the block devices named.
 */
@NullMarked
package io.djong.runtime.spec;

import org.jspecify.annotations.NullMarked;
