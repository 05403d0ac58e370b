/** The module graph and the rules of the house, checked on the compiled classes. */
@NullMarked
package io.djong.it.architecture;

import org.jspecify.annotations.NullMarked;
