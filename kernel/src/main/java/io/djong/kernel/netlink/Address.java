package io.djong.kernel.netlink;

import java.net.InetAddress;

/** An IP address of a link. */
public record Address(int link, InetAddress address, int prefix) {}
