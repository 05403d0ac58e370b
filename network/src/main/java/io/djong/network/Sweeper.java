package io.djong.network;

import io.djong.kernel.namespace.NetworkNamespace;
import io.djong.kernel.netlink.Link;
import io.djong.kernel.netlink.RouteSocket;
import io.djong.model.error.Internal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what sandboxes leave: at the start that of sandboxes which died with an earlier run, and at run time links
 * whose namespace something else keeps alive. Normally a link goes with its namespace, a few milliseconds after the last
 * hold on that, which costs nobody any time; so this looks later, on a thread of its own, and deletes what is still there.
 */
final class Sweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Path directory;
    private final DelayQueue<Expected> expected = new DelayQueue<>();
    private final Thread thread =
            Thread.ofPlatform().name("network-sweeper").daemon().unstarted(this::run);

    private record Expected(String link, long due) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    /** A sweeper of the namespaces that are bound in a directory. */
    Sweeper(Path directory) {
        this.directory = directory;
    }

    void start() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw Internal.failedTo("create " + directory, e);
        }
        thread.start();
    }

    /** Where a sandbox's namespace is bound. */
    Path netnsPath(String sandboxId) {
        if (!sandboxId.matches("[A-Za-z0-9_-]{1,128}")) {
            throw new Internal("invalid sandbox id: " + sandboxId);
        }
        return directory.resolve(sandboxId);
    }

    /** Removes namespaces and links of no live sandbox. */
    void sweep(List<Sandbox> live, List<BridgeNetwork> bridges) {
        Set<String> netns = new HashSet<>();
        Set<String> links = new HashSet<>();
        for (Sandbox sandbox : live) {
            netns.add(sandbox.netns());
            sandbox.endpoints().forEach(endpoint -> links.add(endpoint.hostInterface()));
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(path -> !netns.contains(path.toString())).forEach(NetworkNamespace::remove);
        } catch (IOException e) {
            throw Internal.failedTo("list " + directory, e);
        }
        try (RouteSocket route = RouteSocket.open()) {
            Set<Integer> masters = new HashSet<>();
            bridges.forEach(bridge ->
                    route.link(bridge.driver().device()).map(Link::index).ifPresent(masters::add));
            route.links().stream()
                    .filter(link ->
                            masters.contains(link.master()) && link.name().matches("veth[0-9a-f]{7}"))
                    .filter(link -> !links.contains(link.name()))
                    .forEach(link -> expectGone(link.name()));
        }
    }

    /** Has a link deleted if it does not go by itself. */
    void expectGone(String link) {
        expected.add(new Expected(link, System.nanoTime() + PATIENCE.toNanos()));
    }

    /** Deletes what is expected to go and is not gone yet, at once. */
    void finish() {
        for (Expected each : List.copyOf(expected)) {
            if (expected.remove(each)) {
                Wiring.deleteLink(each.link());
            }
        }
    }

    private void run() {
        try {
            while (true) {
                String link = expected.take().link();
                try {
                    Wiring.deleteLink(link);
                } catch (RuntimeException e) {
                    LOG.warn("cannot delete link {}", link, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
