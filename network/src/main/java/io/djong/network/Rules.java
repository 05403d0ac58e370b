package io.djong.network;

import io.djong.kernel.Errno;
import io.djong.kernel.KernelException;
import io.djong.kernel.netlink.Conntrack;
import io.djong.kernel.nft.ElementKey;
import io.djong.kernel.nft.Elements;
import io.djong.kernel.nft.NftException;
import io.djong.kernel.nft.Nftables;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Our table in the kernel: written whole when networks change, by elements when ports do. What was written, and how the
 * kernel lists it, is kept in a file, so that a restart finds out whether everything is as it was and then touches
 * nothing. Safe for use by many threads.
 */
final class Rules implements AutoCloseable {
    private final String table;
    private final Path memo;
    private final ReentrantLock lock = new ReentrantLock(); // one writer of the table at a time

    /**
     * Guarded by lock; opened on first use. It stays open, because closing an nftables socket waits for the kernel to free
     * what was removed, which takes some ten milliseconds.
     */
    private @Nullable Elements elements;

    Rules(String table, Path memo) {
        this.table = table;
        this.memo = memo;
    }

    /** Makes the table say what it must, and leaves it alone if it does. */
    void establish(List<BridgeNetwork> bridges, List<Ruleset.Target> targets) {
        lock.lock();
        try {
            String wanted = Ruleset.replace(table, bridges, List.of());
            if (!inPlace(wanted, targets)) {
                write(bridges, targets);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Writes the table anew. */
    void rebuild(List<BridgeNetwork> bridges, List<Ruleset.Target> targets) {
        lock.lock();
        try {
            write(bridges, targets);
        } finally {
            lock.unlock();
        }
    }

    private void write(List<BridgeNetwork> bridges, List<Ruleset.Target> targets) {
        Nftables.run(Ruleset.replace(table, bridges, targets));
        try {
            Files.writeString(memo, Ruleset.replace(table, bridges, List.of()) + listing());
        } catch (IOException e) {
            throw Internal.failedTo("write " + memo, e);
        }
    }

    private boolean inPlace(String wanted, List<Ruleset.Target> targets) {
        try {
            return Files.exists(memo)
                    && Files.readString(memo).equals(wanted + listing())
                    && elements(targets).equals(elementsInKernel());
        } catch (IOException | NftException | KernelException e) {
            return false; // no table, no memo: to be written
        }
    }

    private String listing() {
        return Nftables.listTerse("list table ip " + table);
    }

    private static Set<Elements.Element> elements(List<Ruleset.Target> targets) {
        Set<Elements.Element> elements = new HashSet<>();
        targets.forEach(target -> elements.add(Elements.Element.of(key(target.port()), value(target))));
        return elements;
    }

    private Set<Elements.Element> elementsInKernel() {
        Set<Elements.Element> found = new HashSet<>(elements().list(Ruleset.ANY_ADDRESS));
        found.addAll(elements().list(Ruleset.ONE_ADDRESS));
        return found;
    }

    private Elements elements() {
        if (elements == null) {
            elements = Elements.open(table);
        }
        return elements;
    }

    /** Lets ports lead to their containers: all or none. */
    void publish(List<Ruleset.Target> targets) {
        if (targets.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            Elements elements = elements();
            targets.forEach(target -> elements.add(map(target.port()), key(target.port()), value(target)));
            elements.commit();
        } finally {
            lock.unlock();
        }
        forgetFlows(targets.stream().map(Ruleset.Target::port).toList());
    }

    /** UDP flows know no end: those that began before must not go on where the port led, or did not lead, then. */
    private static void forgetFlows(List<PublishedPort> published) {
        Set<Integer> udp = published.stream()
                .filter(port -> port.protocol() == Protocol.UDP)
                .map(PublishedPort::hostPort)
                .collect(Collectors.toSet());
        if (!udp.isEmpty()) {
            Conntrack.forgetUdp(udp);
        }
    }

    /** Takes ports back; one that leads nowhere already is passed over. */
    void unpublish(List<PublishedPort> ports) {
        lock.lock();
        try {
            Elements elements = elements();
            for (PublishedPort port : ports) {
                try {
                    elements.remove(map(port), key(port)).commit();
                } catch (KernelException e) {
                    if (!e.is(Errno.ENOENT)) {
                        throw e;
                    }
                }
            }
        } finally {
            lock.unlock();
        }
        forgetFlows(ports);
    }

    /** Removes the table. */
    void remove() {
        lock.lock();
        try {
            Nftables.run("add table ip " + table + "\ndelete table ip " + table + "\n");
            Files.deleteIfExists(memo);
        } catch (IOException e) {
            throw Internal.failedTo("delete " + memo, e);
        } finally {
            lock.unlock();
        }
    }

    /** Closes the socket; the rules stay. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (elements != null) {
                elements.close();
                elements = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private static String map(PublishedPort port) {
        return port.hostIp().isAny() ? Ruleset.ANY_ADDRESS : Ruleset.ONE_ADDRESS;
    }

    private static ElementKey key(PublishedPort port) {
        ElementKey key = new ElementKey().protocol(port.protocol().number());
        return (port.hostIp().isAny() ? key : key.ipv4(port.hostIp().bytes())).port(port.hostPort());
    }

    private static ElementKey value(Ruleset.Target target) {
        return new ElementKey()
                .ipv4(target.address().bytes())
                .port(target.port().containerPort());
    }
}
