/** Containers whose users are not the host's: {@code --userns-remap}. */
@NullMarked
package io.djong.engine.remap;

import org.jspecify.annotations.NullMarked;
