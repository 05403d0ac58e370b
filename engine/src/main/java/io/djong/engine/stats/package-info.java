/** What containers use, second by second: one sampler for all who follow them. */
@NullMarked
package io.djong.engine.stats;

import org.jspecify.annotations.NullMarked;
