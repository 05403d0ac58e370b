/** Networks and published ports. */
@NullMarked
package io.djong.it.network;

import org.jspecify.annotations.NullMarked;
