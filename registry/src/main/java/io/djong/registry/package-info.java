/** Client of the OCI distribution protocol. */
@NullMarked
package io.djong.registry;

import org.jspecify.annotations.NullMarked;
