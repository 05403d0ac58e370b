/** Processes run beside a container's main one. */
@NullMarked
package io.djong.engine.exec;

import org.jspecify.annotations.NullMarked;
