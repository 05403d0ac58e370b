/** What happened, in order, kept with the change that it tells of. */
@NullMarked
package io.djong.engine.event;

import org.jspecify.annotations.NullMarked;
