/** NVIDIA's GPUs on this host, and what a container needs to use them. */
@NullMarked
package io.djong.runtime.gpu;

import org.jspecify.annotations.NullMarked;
