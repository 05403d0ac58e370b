/** The program {@code djong}: the words of its commands, and how it ends. */
@NullMarked
package io.djong.cli;

import org.jspecify.annotations.NullMarked;
