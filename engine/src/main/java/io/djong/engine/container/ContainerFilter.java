package io.djong.engine.container;

import io.djong.model.Digest;
import io.djong.model.Filters;
import io.djong.model.container.ContainerConfig;
import io.djong.model.error.InvalidArgument;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Docker's filters of container lists. */
final class ContainerFilter {
    private static final Set<String> KNOWN = Set.of(
            "ancestor",
            "before",
            "expose",
            "exited",
            "health",
            "id",
            "isolation",
            "is-task",
            "label",
            "name",
            "network",
            "publish",
            "since",
            "status",
            "volume");

    private final Filters filters;
    private final Function<String, Container> lookup;
    private final Function<String, Optional<Digest>> images;

    /** @param images finds the id of an image by what a user typed */
    ContainerFilter(Filters filters, Function<String, Container> lookup, Function<String, Optional<Digest>> images) {
        this.filters = filters.requireKnown(KNOWN);
        this.lookup = lookup;
        this.images = images;
        filters.get("status").forEach(ContainerFilter::status);
        filters.get("exited").forEach(ContainerFilter::code);
    }

    /** Whether the filters ask for a state, which makes a list include stopped containers. */
    boolean asksForState() {
        return filters.has("status") || filters.has("exited");
    }

    boolean accepts(ContainerView view) {
        ContainerRecord record = view.record();
        return filters.any("id", id -> record.id().value().startsWith(id))
                && filters.any("name", pattern -> matches(pattern, record.name()))
                && filters.any("status", text -> record.state().status() == status(text))
                && filters.any("exited", text -> hasExited(record, code(text)))
                && filters.labels("label", record.config().labels())
                && filters.any("ancestor", image -> isFrom(record, image))
                && filters.any("before", name -> record.created().isBefore(created(name)))
                && filters.any("since", name -> record.created().isAfter(created(name)))
                && filters.any("network", name -> isOn(view, name))
                && filters.any("publish", port -> isPublished(view, port))
                && filters.any("expose", port -> isExposed(record.config(), port))
                && filters.any("volume", volume -> isMounted(view, volume))
                && filters.any("health", word -> word.equals("none"))
                && filters.any("is-task", word -> !Boolean.parseBoolean(word));
    }

    private java.time.Instant created(String name) {
        return lookup.apply(name).record().created();
    }

    private static boolean matches(String pattern, String name) {
        try {
            return Pattern.compile(pattern).matcher(name).find()
                    || Pattern.compile(pattern).matcher("/" + name).find();
        } catch (PatternSyntaxException e) {
            throw new InvalidArgument("invalid filter 'name=" + pattern + "': " + e.getDescription(), e);
        }
    }

    private static ContainerStatus status(String text) {
        try {
            return ContainerStatus.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new InvalidArgument("invalid filter 'status=" + text + "'", e);
        }
    }

    private static int code(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidArgument("invalid filter 'exited=" + text + "'", e);
        }
    }

    private static boolean hasExited(ContainerRecord record, int code) {
        ContainerState state = record.state();
        return state.finished().isPresent() && !state.status().isRunning() && state.exitCode() == code;
    }

    private boolean isFrom(ContainerRecord record, String image) {
        return record.config().image().equals(image)
                || images.apply(image).filter(record.image()::equals).isPresent();
    }

    private static boolean isOn(ContainerView view, String network) {
        return view.networks().networks().stream()
                .anyMatch(n -> n.name().equals(network) || n.networkId().startsWith(network));
    }

    private static boolean isPublished(ContainerView view, String port) {
        return view.networks().ports().entrySet().stream()
                .anyMatch(entry -> !entry.getValue().isEmpty() && isPort(entry.getKey(), port));
    }

    private static boolean isExposed(ContainerConfig config, String port) {
        Map<String, Object> exposed = config.exposedPorts();
        return exposed.keySet().stream().anyMatch(key -> isPort(key, port));
    }

    private static boolean isPort(String key, String wanted) {
        return key.equals(wanted) || key.equals(wanted + "/tcp");
    }

    private static boolean isMounted(ContainerView view, String volume) {
        return view.mounts().stream()
                .anyMatch(m -> m.name().equals(volume)
                        || m.source().equals(volume)
                        || m.destination().equals(volume));
    }
}
