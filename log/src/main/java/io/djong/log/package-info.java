/** Container logs: spool, pump, drivers, readers. */
@NullMarked
package io.djong.log;

import org.jspecify.annotations.NullMarked;
