package io.djong.registry;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How the client meets registries.
 *
 * @param mirrors endpoints that are asked for {@code docker.io}'s images before Docker Hub, in this order
 * @param insecureRegistries hosts, as {@code host} or {@code host:port}, and networks, as {@code 10.0.0.0/8}, whose
 *     certificates are not checked and which may speak plain HTTP; loopback addresses always are such
 * @param userAgent sent with every request
 */
public record RegistrySettings(
        List<URI> mirrors, List<String> insecureRegistries, Patience patience, String userAgent) {

    /** @throws io.djong.model.error.InvalidArgument if a network among the insecure registries is none */
    public RegistrySettings {
        mirrors = List.copyOf(mirrors);
        insecureRegistries = List.copyOf(insecureRegistries);
        insecureRegistries.forEach(InsecureRegistries::check);
    }

    public static RegistrySettings defaults() {
        return new RegistrySettings(List.of(), List.of(), Patience.DEFAULT, "djong");
    }

    public RegistrySettings withMirrors(List<URI> newMirrors) {
        return new RegistrySettings(newMirrors, insecureRegistries, patience, userAgent);
    }

    public RegistrySettings withInsecure(List<String> newInsecure) {
        return new RegistrySettings(mirrors, newInsecure, patience, userAgent);
    }

    /** The same with so many attempts for a request. */
    public RegistrySettings withAttempts(int attempts) {
        return new RegistrySettings(mirrors, insecureRegistries, patience.withAttempts(attempts), userAgent);
    }

    public RegistrySettings withUserAgent(String newUserAgent) {
        return new RegistrySettings(mirrors, insecureRegistries, patience, newUserAgent);
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
     */
    public record Patience(
            Duration connect,
            Duration response,
            Duration stall,
            int attempts,
            Duration firstPause,
            Duration longestPause) {
        public static final Patience DEFAULT = new Patience(
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                5,
                Duration.ofMillis(250),
                Duration.ofSeconds(10));

        Patience withAttempts(int newAttempts) {
            return new Patience(connect, response, stall, newAttempts, firstPause, longestPause);
        }

        /** The pause after the given number of failures in a row, the first being 1. */
        Duration pauseAfter(int failures) {
            Duration pause = firstPause.multipliedBy(1L << Math.min(failures - 1, 20));
            return pause.compareTo(longestPause) > 0 ? longestPause : pause;
        }
    }
}
