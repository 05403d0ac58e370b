/** Output streams of processes, logs and progress, framed as clients expect them. */
@NullMarked
package io.djong.api.stream;

import org.jspecify.annotations.NullMarked;
