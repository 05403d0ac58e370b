/** The product as its users meet it: the real docker CLI, kernel, runtime and registry. */
@NullMarked
package io.djong.it;

import org.jspecify.annotations.NullMarked;
