/** Containers, from create to remove. */
@NullMarked
package io.djong.it.container;

import org.jspecify.annotations.NullMarked;
