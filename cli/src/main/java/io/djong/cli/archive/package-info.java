/** Files of the user's in tar archives (pax(1)), as they go into containers and come out. */
@NullMarked
package io.djong.cli.archive;

import org.jspecify.annotations.NullMarked;
