/** djong: the command line. */
@NullMarked
package io.djong.cli;

import org.jspecify.annotations.NullMarked;
