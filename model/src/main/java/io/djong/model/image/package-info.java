/** The documents of the OCI image specification and of Docker's image manifest v2, schema 2. */
@NullMarked
package io.djong.model.image;

import org.jspecify.annotations.NullMarked;
