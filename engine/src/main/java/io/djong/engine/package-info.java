/** The use cases: one package per aggregate. */
@NullMarked
package io.djong.engine;

import org.jspecify.annotations.NullMarked;
