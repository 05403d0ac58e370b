/** Who may do what: passwords, tokens, and how a client is asked for them. */
@NullMarked
package io.djong.distribution.access;

import org.jspecify.annotations.NullMarked;
