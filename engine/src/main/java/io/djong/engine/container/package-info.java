/** Containers: their records, their life, their streams. */
@NullMarked
package io.djong.engine.container;

import org.jspecify.annotations.NullMarked;
