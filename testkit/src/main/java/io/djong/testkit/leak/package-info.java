/** What a test may not leave behind. */
@NullMarked
package io.djong.testkit.leak;

import org.jspecify.annotations.NullMarked;
