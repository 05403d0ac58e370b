/** What the aggregates share that keep files: to delete directories, and to know how large they are. */
@NullMarked
package io.djong.engine.disk;

import org.jspecify.annotations.NullMarked;
