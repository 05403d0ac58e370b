/** Side-by-side measurements of djongd and dockerd, with the same docker CLI. */
@NullMarked
package io.djong.bench;

import org.jspecify.annotations.NullMarked;
