/** What keeps things from being collected: leases, for work under way, and references, for records that last. */
@NullMarked
package io.djong.store.lease;

import org.jspecify.annotations.NullMarked;
