/** Root file systems as chains of layer directories, joined by overlayfs. */
@NullMarked
package io.djong.store.snapshot;

import org.jspecify.annotations.NullMarked;
