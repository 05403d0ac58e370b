package io.djong.network;

import io.djong.model.error.InvalidArgument;
import java.util.List;

/** A range that is cut into subnets of one size, as {@code --default-address-pool base=172.17.0.0/12,size=16}. */
public record SubnetPool(Subnet base, int size) {
    /** Docker's own: first /16 networks of 172.17 to 172.31, then /20 networks of 192.168. */
    public static final List<SubnetPool> DEFAULTS = List.of(
            new SubnetPool(Subnet.parse("172.17.0.0/16"), 16),
            new SubnetPool(Subnet.parse("172.18.0.0/16"), 16),
            new SubnetPool(Subnet.parse("172.19.0.0/16"), 16),
            new SubnetPool(Subnet.parse("172.20.0.0/14"), 16),
            new SubnetPool(Subnet.parse("172.24.0.0/14"), 16),
            new SubnetPool(Subnet.parse("172.28.0.0/14"), 16),
            new SubnetPool(Subnet.parse("192.168.0.0/16"), 20));

    public SubnetPool {
        if (size < base.prefix() || size > 30) {
            throw new InvalidArgument("invalid pool size " + size + " for " + base);
        }
    }
}
