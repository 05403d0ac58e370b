/** The terminal, the standard streams and the signals of this process: docs/adr/0014-the-terminal-by-stty.md. */
@NullMarked
package io.djong.cli.terminal;

import org.jspecify.annotations.NullMarked;
