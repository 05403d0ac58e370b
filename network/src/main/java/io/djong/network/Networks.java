package io.djong.network;

import io.djong.kernel.Fd;
import io.djong.model.error.NotImplemented;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The owner of networks, sandboxes, endpoints and published ports on this host.
 *
 * <p>Everything that it makes lives in the kernel and outlives the process: namespaces bound at paths, links, rules.
 * After a restart {@link #start} is given the sandboxes that are still wanted; those keep working untouched, and the
 * leavings of others are removed.
 *
 * <p>Safe for use by many threads. Methods block for milliseconds, in the kernel; they may be called on virtual threads.
 */
public final class Networks implements AutoCloseable {
    public Networks(NetworkConfig config, NetworkRecords records, Clock clock, RandomGenerator random) {}

    /**
     * Makes the default networks, the bridges and the rules, adopts the live sandboxes and removes what is left of
     * others. Called once, before anything else.
     */
    public void start(List<Sandbox> live) {
        throw new NotImplemented("networks");
    }

    /**
     * Opens a sandbox: makes its namespace, joins its networks, publishes its ports, writes its files. On failure
     * nothing is left.
     *
     * @throws io.djong.model.error.NotFound if a network does not exist
     * @throws io.djong.model.error.Internal if a port is taken, with Docker's words for it
     */
    public Sandbox open(SandboxRequest request) {
        throw new NotImplemented("networks");
    }

    /** Closes a sandbox: everything of it goes, save its files. Closing one that is closed does nothing. */
    public void close(Sandbox sandbox) {
        throw new NotImplemented("networks");
    }

    /**
     * The sockets that keep a sandbox's published ports from other programs. They stay this object's, which closes
     * them in {@link #close(Sandbox)}; a process that is to hold the ports while the daemon is dead inherits them.
     */
    public List<Fd> portHolders(String sandboxId) {
        throw new NotImplemented("networks");
    }

    /** All networks, by name. */
    public List<Network> list() {
        throw new NotImplemented("networks");
    }

    /** Finds a network by name, by id or by an unambiguous beginning of its id. */
    public Optional<Network> find(String nameOrId) {
        throw new NotImplemented("networks");
    }

    /** The open sandboxes that have an endpoint on a network. */
    public List<Sandbox> attached(String networkId) {
        throw new NotImplemented("networks");
    }

    /** Creates a network. @throws io.djong.model.error.Conflict if the name is taken */
    public Network create(NetworkRequest request) {
        throw new NotImplemented("networks");
    }

    /** Removes a network. @throws io.djong.model.error.Forbidden if it is predefined or has endpoints */
    public void remove(String nameOrId) {
        throw new NotImplemented("networks");
    }

    /** Lets go of what the process holds; what is in the kernel stays and keeps working. */
    @Override
    public void close() {}

    /** Closes all sandboxes and removes every bridge and rule: the host is as it was before {@link #start}. */
    public void removeAll() {
        throw new NotImplemented("networks");
    }
}
