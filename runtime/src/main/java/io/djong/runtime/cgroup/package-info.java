/** Control groups of containers, v1 and v2, through cgroupfs. The runtime makes them; here they are read and removed. */
@NullMarked
package io.djong.runtime.cgroup;

import org.jspecify.annotations.NullMarked;
