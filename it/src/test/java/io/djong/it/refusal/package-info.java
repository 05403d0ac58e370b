/** What the daemon does not start with, and how it says so. */
@NullMarked
package io.djong.it.refusal;

import org.jspecify.annotations.NullMarked;
