/** The registry's own repositories: manifests, tags, which blobs belong to whom, and what may go. */
@NullMarked
package io.djong.distribution.catalog;

import org.jspecify.annotations.NullMarked;
