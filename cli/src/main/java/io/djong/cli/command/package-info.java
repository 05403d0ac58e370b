/** The commands, one small class each: what it is called and takes, as data, and what it does. */
@NullMarked
package io.djong.cli.command;

import org.jspecify.annotations.NullMarked;
