/** Devices by the Container Device Interface: specifications on the host say what a container needs for a device. */
@NullMarked
package io.djong.runtime.cdi;

import org.jspecify.annotations.NullMarked;
