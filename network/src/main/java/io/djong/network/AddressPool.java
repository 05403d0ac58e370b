package io.djong.network;

import io.djong.model.error.Conflict;
import io.djong.model.error.InvalidArgument;
import io.djong.model.error.Unavailable;
import java.util.BitSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The addresses of one subnet. The next one given out is the first free one after the last, so that an address rests
 * before it is used again, as in Docker. Safe for use by many threads.
 */
final class AddressPool {
    /** A subnet may be enormous; what is remembered is bounded to its first addresses. */
    private static final long MOST = 1 << 20;

    private final Subnet subnet;
    private final Subnet range;
    private final ReentrantLock lock = new ReentrantLock();
    private final BitSet taken = new BitSet(); // guarded by lock; by distance from the subnet's base
    private int next; // guarded by lock

    /** A pool that gives out addresses of a range within a subnet; both ends of the subnet are never given out. */
    AddressPool(Subnet subnet, Subnet range) {
        this.subnet = subnet;
        this.range = range;
        this.next = first();
        if (subnet.prefix() < 31) {
            taken.set(0);
            if (subnet.size() <= MOST) {
                taken.set((int) subnet.size() - 1);
            }
        }
    }

    /** The pool of a network's first subnet, with the gateway and the auxiliary addresses taken. */
    static AddressPool of(IpamPool config) {
        if (config.subnet() == null) {
            throw new IllegalArgumentException("a pool without a subnet");
        }
        Subnet range = config.ipRange() == null ? config.subnet() : config.ipRange();
        AddressPool pool = new AddressPool(config.subnet(), range);
        if (config.gateway() != null) {
            pool.take(config.gateway());
        }
        config.auxiliaryAddresses().values().forEach(pool::take);
        return pool;
    }

    Subnet subnet() {
        return subnet;
    }

    /** The next free address. @throws Unavailable if there is none */
    Ipv4 allocate() {
        lock.lock();
        try {
            int limit = first() + (int) Math.min(range.size(), MOST);
            int found = taken.nextClearBit(next);
            if (found >= limit) {
                found = taken.nextClearBit(first());
            }
            if (found >= limit) {
                throw new Unavailable("no available IPv4 addresses on this network's address pools: " + subnet);
            }
            taken.set(found);
            next = found + 1;
            return subnet.base().plus(found);
        } finally {
            lock.unlock();
        }
    }

    /** Takes a certain address. @throws InvalidArgument if it is not of the subnet @throws Conflict if it is taken */
    void take(Ipv4 address) {
        if (!subnet.contains(address) || distance(address) >= MOST) {
            throw new InvalidArgument("invalid address " + address + ": it does not belong to subnet " + subnet);
        }
        lock.lock();
        try {
            int distance = distance(address);
            if (taken.get(distance)) {
                throw new Conflict("Address already in use");
            }
            taken.set(distance);
        } finally {
            lock.unlock();
        }
    }

    /** Gives an address back. */
    void release(Ipv4 address) {
        lock.lock();
        try {
            taken.clear(distance(address));
        } finally {
            lock.unlock();
        }
    }

    private int first() {
        return distance(range.base());
    }

    private int distance(Ipv4 address) {
        return address.bits() - subnet.base().bits();
    }
}
