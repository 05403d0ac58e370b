/** What djongd does with a data root instead of serving it. */
@NullMarked
package io.djong.it.upkeep;

import org.jspecify.annotations.NullMarked;
