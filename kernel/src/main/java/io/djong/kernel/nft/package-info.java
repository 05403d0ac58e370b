/** Packet filter rules: nftables as text through libnftables(3), single elements of sets and maps through nfnetlink. */
@NullMarked
package io.djong.kernel.nft;

import org.jspecify.annotations.NullMarked;
