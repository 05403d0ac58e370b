package io.djong.registry;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the client meets registries.
 *
 * @param mirrors endpoints that are asked for {@code docker.io}'s images before Docker Hub, in this order
 * @param registryMirrors endpoints that are asked for the content of other registries before these, by their domain
 * @param memory the file in which experience with mirrors is kept; nowhere if empty
 * @param hostDirectories where there may be a directory for a host, with certificates and {@code hosts.toml}; the first
 *     that has one counts
 * @param proxies through which registries are reached
 * @param insecureRegistries hosts, as {@code host} or {@code host:port}, and networks, as {@code 10.0.0.0/8}, whose
 *     certificates are not checked and which may speak plain HTTP; loopback addresses always are such
 * @param userAgent sent with every request
 */
public record RegistrySettings(
        List<URI> mirrors,
        Map<String, List<URI>> registryMirrors,
        Optional<Path> memory,
        List<Path> hostDirectories,
        ProxySettings proxies,
        List<String> insecureRegistries,
        Patience patience,
        String userAgent) {

    /** Settings without mirrors of other registries than Docker Hub, and without a memory. */
    public RegistrySettings(List<URI> mirrors, List<String> insecureRegistries, Patience patience, String userAgent) {
        this(
                mirrors,
                Map.of(),
                Optional.empty(),
                List.of(),
                ProxySettings.NONE,
                insecureRegistries,
                patience,
                userAgent);
    }

    /** @throws io.djong.model.error.InvalidArgument if a network among the insecure registries is none */
    public RegistrySettings {
        mirrors = List.copyOf(mirrors);
        registryMirrors = Map.copyOf(registryMirrors);
        hostDirectories = List.copyOf(hostDirectories);
        insecureRegistries = List.copyOf(insecureRegistries);
        insecureRegistries.forEach(InsecureRegistries::check);
    }

    public static RegistrySettings defaults() {
        return new RegistrySettings(List.of(), List.of(), Patience.DEFAULT, "djong");
    }

    public RegistrySettings withMirrors(List<URI> newMirrors) {
        return new RegistrySettings(
                newMirrors, registryMirrors, memory, hostDirectories, proxies, insecureRegistries, patience, userAgent);
    }

    /** The same with mirrors of other registries, by their domain. */
    public RegistrySettings withRegistryMirrors(Map<String, List<URI>> newMirrors) {
        return new RegistrySettings(
                mirrors, newMirrors, memory, hostDirectories, proxies, insecureRegistries, patience, userAgent);
    }

    /** The same with directories of hosts. */
    public RegistrySettings withHostDirectories(List<Path> newDirectories) {
        return new RegistrySettings(
                mirrors, registryMirrors, memory, newDirectories, proxies, insecureRegistries, patience, userAgent);
    }

    public RegistrySettings withProxies(ProxySettings newProxies) {
        return new RegistrySettings(
                mirrors, registryMirrors, memory, hostDirectories, newProxies, insecureRegistries, patience, userAgent);
    }

    /** The same with experience kept in a file. */
    public RegistrySettings withMemory(Path file) {
        return new RegistrySettings(
                mirrors,
                registryMirrors,
                Optional.of(file),
                hostDirectories,
                proxies,
                insecureRegistries,
                patience,
                userAgent);
    }

    public RegistrySettings withInsecure(List<String> newInsecure) {
        return new RegistrySettings(
                mirrors, registryMirrors, memory, hostDirectories, proxies, newInsecure, patience, userAgent);
    }

    /** The same with so many attempts for a request. */
    public RegistrySettings withAttempts(int attempts) {
        return new RegistrySettings(
                mirrors,
                registryMirrors,
                memory,
                hostDirectories,
                proxies,
                insecureRegistries,
                patience.withAttempts(attempts),
                userAgent);
    }

    public RegistrySettings withUserAgent(String newUserAgent) {
        return new RegistrySettings(
                mirrors, registryMirrors, memory, hostDirectories, proxies, insecureRegistries, patience, newUserAgent);
    }

    /**
     * How long to wait and how often to try.
     *
     * @param connect for a connection
     * @param response for the head of an answer
     * @param stall for the next bytes of a body
     * @param attempts how often in a row a request may fail for a temporary reason; progress starts the count anew
     * @param firstPause before the second attempt; each further pause is twice as long
     * @param longestPause the bound of these pauses
     * @param headStart how long mirrors are waited for before the registry itself is asked too
     */
    public record Patience(
            Duration connect,
            Duration response,
            Duration stall,
            int attempts,
            Duration firstPause,
            Duration longestPause,
            Duration headStart) {
        private static final Duration USUAL_HEAD_START = Duration.ofMillis(400);

        /** Who asks to be left alone for longer is not waited for. */
        private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

        private static final Duration EAGER_RESPONSE = Duration.ofMillis(1500);
        private static final Duration EAGER_STALL = Duration.ofSeconds(3);

        public static final Patience DEFAULT = new Patience(
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                5,
                Duration.ofMillis(250),
                Duration.ofSeconds(10));

        /** Patience with the usual head start of mirrors. */
        public Patience(
                Duration connect,
                Duration response,
                Duration stall,
                int attempts,
                Duration firstPause,
                Duration longestPause) {
            this(connect, response, stall, attempts, firstPause, longestPause, USUAL_HEAD_START);
        }

        Patience withAttempts(int newAttempts) {
            return new Patience(connect, response, stall, newAttempts, firstPause, longestPause, headStart);
        }

        Patience withHeadStart(Duration newHeadStart) {
            return new Patience(connect, response, stall, attempts, firstPause, longestPause, newHeadStart);
        }

        /** How long to wait where others can be asked instead. */
        Call.Limits eager() {
            return new Call.Limits(shorter(response, EAGER_RESPONSE), shorter(stall, EAGER_STALL));
        }

        private static Duration shorter(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }

        /** The pause before another attempt: ever longer, and no shorter than the other side asks for. */
        Duration pauseAfter(int failures, RegistryFailure failure) {
            Duration pause = pauseAfter(failures);
            return pause.compareTo(failure.retryAfter()) > 0 ? pause : failure.retryAfter();
        }

        /** Whether another attempt is worth while after so many failures in a row. */
        boolean allowsAnother(int failures, RegistryFailure failure) {
            return failure.temporary()
                    && failures < attempts
                    && failure.retryAfter().compareTo(LONGEST_WAIT) <= 0;
        }

        /** The pause after the given number of failures in a row, the first being 1. */
        Duration pauseAfter(int failures) {
            Duration pause = firstPause.multipliedBy(1L << Math.min(failures - 1, 20));
            return pause.compareTo(longestPause) > 0 ? longestPause : pause;
        }
    }
}
