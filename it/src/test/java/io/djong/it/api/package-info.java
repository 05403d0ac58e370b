/** The API as a program meets it that is not the docker command line. */
@NullMarked
package io.djong.it.api;

import org.jspecify.annotations.NullMarked;
