package io.djong.network;

import io.djong.model.error.Forbidden;
import io.djong.model.error.InvalidArgument;
import java.util.Collection;
import java.util.List;

/** Chooses subnets for networks. */
final class Subnets {
    private Subnets() {}

    /** The first subnet of the pools that overlaps none in use. */
    static Subnet free(List<SubnetPool> pools, Collection<Subnet> used) {
        for (SubnetPool pool : pools) {
            long step = 1L << (32 - pool.size());
            for (long offset = 0; offset < pool.base().size(); offset += step) {
                Subnet candidate = new Subnet(pool.base().base().plus((int) offset), pool.size());
                if (used.stream().noneMatch(candidate::overlaps)) {
                    return candidate;
                }
            }
        }
        throw new InvalidArgument("all predefined address pools have been fully subnetted");
    }

    /** A pool as asked for, with subnet and gateway filled in. */
    static IpamPool complete(IpamPool wanted, List<SubnetPool> pools, Collection<Subnet> used) {
        Subnet subnet = wanted.subnet() == null ? free(pools, used) : wanted.subnet();
        if (used.stream().anyMatch(subnet::overlaps)) {
            throw new Forbidden("invalid pool request: Pool overlaps with other one on this address space");
        }
        Ipv4 gateway = wanted.gateway() == null ? subnet.base().plus(1) : wanted.gateway();
        if (!subnet.contains(gateway)) {
            throw new InvalidArgument("no matching subnet for gateway " + gateway);
        }
        if (wanted.ipRange() != null && !subnet.contains(wanted.ipRange())) {
            throw new InvalidArgument("no matching subnet for range " + wanted.ipRange());
        }
        return new IpamPool(subnet, wanted.ipRange(), gateway, wanted.auxiliaryAddresses());
    }
}
