/** OCI bundles, conmon and the OCI runtime. */
@NullMarked
package io.djong.runtime;

import org.jspecify.annotations.NullMarked;
