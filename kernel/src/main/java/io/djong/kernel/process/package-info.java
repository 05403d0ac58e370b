/**
 * Processes: spawning, signals, exits, resource limits and capabilities.
 *
 * <p>{@link java.lang.ProcessBuilder} is not used beside {@link io.djong.kernel.process.Reaper}: that one collects
 * every child, also the orphans that come to a subreaper, and would take the exit that the other waits for.
 */
@NullMarked
package io.djong.kernel.process;

import org.jspecify.annotations.NullMarked;
