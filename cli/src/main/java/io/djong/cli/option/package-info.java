/** Options as data: from one description of a command come its parser, its help and its errors. */
@NullMarked
package io.djong.cli.option;

import org.jspecify.annotations.NullMarked;
