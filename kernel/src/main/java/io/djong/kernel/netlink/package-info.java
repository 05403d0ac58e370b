/**
 * Links, addresses, routes and neighbours of a network namespace, read and changed through rtnetlink(7); and connection
 * tracking, as far as stale flows must go.
 */
@NullMarked
package io.djong.kernel.netlink;

import org.jspecify.annotations.NullMarked;
