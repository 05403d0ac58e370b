/** What is counted and logged. */
@NullMarked
package io.djong.distribution.metrics;

import org.jspecify.annotations.NullMarked;
