/** Volumes: their records, their directories, what is mounted there. */
@NullMarked
package io.djong.engine.volume;

import org.jspecify.annotations.NullMarked;
