/** What containers may have of the host's memory, processors, processes and disks. */
@NullMarked
package io.djong.engine.resources;

import org.jspecify.annotations.NullMarked;
