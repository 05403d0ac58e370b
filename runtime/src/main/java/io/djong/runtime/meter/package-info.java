/** What a container has used so far: the kernel's counters of its control group and of its interfaces, v1 and v2. */
@NullMarked
package io.djong.runtime.meter;

import org.jspecify.annotations.NullMarked;
