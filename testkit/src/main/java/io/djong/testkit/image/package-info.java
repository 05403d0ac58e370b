/** Images made from what the machine has. */
@NullMarked
package io.djong.testkit.image;

import org.jspecify.annotations.NullMarked;
