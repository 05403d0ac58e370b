/** What the engine tells of itself, its disk and its events. */
@NullMarked
package io.djong.it.system;

import org.jspecify.annotations.NullMarked;
