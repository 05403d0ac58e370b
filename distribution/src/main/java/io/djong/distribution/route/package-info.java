/** The protocol over HTTP. */
@NullMarked
package io.djong.distribution.route;

import org.jspecify.annotations.NullMarked;
