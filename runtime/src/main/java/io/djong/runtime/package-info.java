/**
 * Running containers: conmon and the OCI runtime, driven.
 *
 * <p>{@link io.djong.runtime.Tasks} creates a {@link io.djong.runtime.Task} for each start of a container and finds
 * those that outlived the daemon. A task's monitor, conmon, holds its terminal, log and exit code.
 */
@NullMarked
package io.djong.runtime;

import org.jspecify.annotations.NullMarked;
