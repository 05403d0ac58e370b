/** What containers use of the host, in numbers. */
@NullMarked
package io.djong.model.usage;

import org.jspecify.annotations.NullMarked;
