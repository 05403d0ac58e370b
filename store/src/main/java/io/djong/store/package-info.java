/** Content, images, snapshots, leases and the metadata database. */
@NullMarked
package io.djong.store;

import org.jspecify.annotations.NullMarked;
