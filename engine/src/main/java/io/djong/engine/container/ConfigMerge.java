package io.djong.engine.container;

import io.djong.model.container.ContainerConfig;
import io.djong.model.container.Environment;
import io.djong.model.container.HealthConfig;
import io.djong.model.error.InvalidArgument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lays a request over an image's defaults by Docker's rules: what the request says wins; environment, labels, ports
 * and volumes add up; the image's command is taken only with its entrypoint or where the request has neither.
 */
final class ConfigMerge {
    private final ContainerConfig request;
    private final ContainerConfig image;

    ConfigMerge(ContainerConfig request, ContainerConfig image) {
        this.request = request;
        this.image = image;
    }

    /** The configuration of the container. @throws InvalidArgument if there is nothing to run */
    ContainerConfig merged(String hostname) {
        ContainerConfig merged = laidOver(hostname);
        if (isEmpty(merged.entrypoint()) && isEmpty(merged.cmd())) {
            throw new InvalidArgument("no command specified");
        }
        return merged;
    }

    private static boolean isEmpty(@Nullable List<String> words) {
        return words == null || words.isEmpty();
    }

    /** The request over the defaults, whether there is something to run or not. */
    ContainerConfig laidOver(String hostname) {
        return new ContainerConfig(
                request.hostname().isEmpty() ? hostname : request.hostname(),
                request.domainname(),
                orElse(request.user(), image.user()),
                request.attachStdin(),
                request.attachStdout(),
                request.attachStderr(),
                union(image.exposedPorts(), request.exposedPorts()),
                request.tty(),
                request.openStdin(),
                request.stdinOnce(),
                environment(),
                command(),
                healthcheck(),
                request.argsEscaped(),
                request.image(),
                union(image.volumes(), request.volumes()),
                orElse(request.workingDir(), image.workingDir()),
                entrypoint(),
                request.networkDisabled(),
                request.macAddress(),
                request.onBuild(),
                union(image.labels(), request.labels()),
                orElse(request.stopSignal(), image.stopSignal()),
                request.stopTimeout() == null ? image.stopTimeout() : request.stopTimeout(),
                request.shell().isEmpty() ? image.shell() : request.shell());
    }

    private @Nullable List<String> entrypoint() {
        List<String> asked = request.entrypoint();
        if (asked == null) {
            return image.entrypoint();
        }
        boolean cleared = asked.isEmpty() || asked.equals(List.of(""));
        return cleared ? null : asked;
    }

    private @Nullable List<String> command() {
        List<String> asked = request.cmd();
        boolean entrypointAsked =
                request.entrypoint() != null && !request.entrypoint().isEmpty();
        if (entrypointAsked || (asked != null && !asked.isEmpty())) {
            return asked;
        }
        return image.cmd();
    }

    private List<String> environment() {
        Set<String> asked = request.env().stream().map(Environment::name).collect(Collectors.toSet());
        List<String> all = new ArrayList<>(request.env());
        image.env().stream()
                .filter(entry -> !asked.contains(Environment.name(entry)))
                .forEach(all::add);
        return all;
    }

    private @Nullable HealthConfig healthcheck() {
        HealthConfig asked = request.healthcheck();
        HealthConfig given = image.healthcheck();
        if (asked == null || given == null) {
            return asked == null ? given : asked;
        }
        return new HealthConfig(
                asked.test().isEmpty() ? given.test() : asked.test(),
                asked.interval() == 0 ? given.interval() : asked.interval(),
                asked.timeout() == 0 ? given.timeout() : asked.timeout(),
                asked.startPeriod() == 0 ? given.startPeriod() : asked.startPeriod(),
                asked.startInterval() == 0 ? given.startInterval() : asked.startInterval(),
                asked.retries() == 0 ? given.retries() : asked.retries());
    }

    private static <V> Map<String, V> union(Map<String, V> lower, Map<String, V> upper) {
        Map<String, V> all = new LinkedHashMap<>(lower);
        all.putAll(upper);
        return all;
    }

    private static String orElse(String text, String fallback) {
        return text.isEmpty() ? fallback : text;
    }
}
