/** How djongd is told what to do: dockerd's flags and the keys of {@code daemon.json}, made into one record. */
@NullMarked
package io.djong.daemon.config;

import org.jspecify.annotations.NullMarked;
