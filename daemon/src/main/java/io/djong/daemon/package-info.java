/** djongd: flags, daemon.json, wiring. */
@NullMarked
package io.djong.daemon;

import org.jspecify.annotations.NullMarked;
