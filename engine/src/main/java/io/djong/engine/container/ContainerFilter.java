package io.djong.engine.container;

import io.djong.model.Digest;
import io.djong.model.Filters;
import io.djong.model.container.PortBinding;
import io.djong.model.error.InvalidArgument;
import io.djong.model.text.GoBool;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Docker's filters of container lists. Values are checked, and what they name is looked up, when it is made. */
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
    private static final String NOT_PROBED = "none";
    private static final List<String> HEALTH = List.of(NOT_PROBED, "starting", "healthy", "unhealthy");

    private final Filters filters;
    private final List<NamePattern> names;
    private final Set<ContainerStatus> statuses;
    private final Set<Integer> exitCodes;
    private final Set<Digest> images = new HashSet<>();
    private final List<PortFilter> published;
    private final List<PortFilter> exposed;
    private final Optional<Instant> before;
    private final Optional<Instant> since;
    private final boolean tasks;

    /** @param images finds an image, by what a user typed, and those made of it */
    ContainerFilter(Filters filters, Function<String, Container> lookup, Function<String, Set<Digest>> images) {
        this.filters = filters.requireKnown(KNOWN);
        this.names = filters.get("name").stream().map(NamePattern::new).toList();
        this.exitCodes =
                filters.get("exited").stream().map(ContainerFilter::code).collect(Collectors.toSet());
        this.statuses =
                filters.get("status").stream().map(ContainerFilter::status).collect(Collectors.toSet());
        filters.get("health").forEach(ContainerFilter::checkHealth);
        this.published = PortFilter.parse("publish", filters.get("publish"));
        this.exposed = PortFilter.parse("expose", filters.get("expose"));
        this.tasks = filters.has("is-task") && truth("is-task", filters.get("is-task"));
        this.before = created(filters.get("before"), lookup);
        this.since = created(filters.get("since"), lookup);
        filters.get("ancestor").forEach(image -> this.images.addAll(images.apply(image)));
    }

    private static Optional<Instant> created(List<String> references, Function<String, Container> lookup) {
        return references.stream()
                .map(reference -> lookup.apply(reference).record().created())
                .reduce((_, last) -> last);
    }

    /** Whether the filters ask for a state, which makes a list include stopped containers. */
    boolean asksForState() {
        return !statuses.isEmpty();
    }

    boolean accepts(ContainerView view) {
        ContainerRecord record = view.record();
        ContainerState state = record.state();
        return filters.any("id", id -> record.id().value().startsWith(id))
                && (names.isEmpty() || names.stream().anyMatch(name -> isNamed(record, name)))
                && (statuses.isEmpty() || statuses.contains(state.status()))
                && (exitCodes.isEmpty() || hasExited(state))
                && filters.labels("label", record.config().labels())
                && (!filters.has("ancestor") || images.contains(record.image()))
                && before.map(limit -> record.created().isBefore(limit)).orElse(true)
                && since.map(limit -> record.created().isAfter(limit)).orElse(true)
                && filters.any("network", name -> isOn(view, name))
                && ((published.isEmpty() && exposed.isEmpty()) || hasPort(view))
                && filters.any("volume", volume -> isMounted(view, volume))
                && filters.any("health", word -> word.equals(health(view)))
                && !tasks;
    }

    /** With the slash before the name or without it. */
    private static boolean isNamed(ContainerRecord record, NamePattern pattern) {
        return pattern.isFoundIn(record.name()) || pattern.isFoundIn("/" + record.name());
    }

    private static ContainerStatus status(String text) {
        return Arrays.stream(ContainerStatus.values())
                .filter(status -> status.word().equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidArgument("invalid filter 'status=" + text + "': invalid value for state ("
                        + text + "): must be one of " + words()));
    }

    private static String words() {
        return Arrays.stream(ContainerStatus.values())
                .map(ContainerStatus::word)
                .collect(Collectors.joining(", "))
                .toLowerCase(Locale.ROOT);
    }

    private static void checkHealth(String text) {
        if (!HEALTH.contains(text)) {
            throw new InvalidArgument("invalid filter 'health=" + text + "': invalid value for health (" + text
                    + "): must be one of " + String.join(", ", HEALTH));
        }
    }

    private static String health(ContainerView view) {
        return view.health().map(health -> health.status().word()).orElse(NOT_PROBED);
    }

    private static int code(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidArgument(
                    "invalid filter 'exited=" + text + "': strconv.Atoi: parsing \"" + text + "\": invalid syntax", e);
        }
    }

    /** A yes or no, which several values may say if they agree. */
    private static boolean truth(String key, List<String> values) {
        Set<Optional<Boolean>> said = values.stream().map(GoBool::parse).collect(Collectors.toSet());
        return (said.size() == 1 ? said.iterator().next() : Optional.<Boolean>empty())
                .orElseThrow(
                        () -> new InvalidArgument("invalid filter '" + key + "=[" + String.join(" ", values) + "]'"));
    }

    private boolean hasExited(ContainerState state) {
        return state.started().isPresent() && !state.status().isActive() && exitCodes.contains(state.exitCode());
    }

    private static boolean isOn(ContainerView view, String network) {
        return view.networks().networks().stream()
                .anyMatch(n -> n.name().equals(network)
                        || (!n.networkId().isEmpty() && n.networkId().startsWith(network)));
    }

    private boolean hasPort(ContainerView view) {
        Map<String, List<PortBinding>> ports = view.networks().ports();
        return ports.entrySet().stream().anyMatch(entry -> {
            String[] key = entry.getKey().split("/", 2);
            String protocol = key.length == 1 ? "tcp" : key[1];
            return exposed.stream().anyMatch(wanted -> wanted.includes(number(key[0]), protocol))
                    || entry.getValue().stream()
                            .anyMatch(binding -> published.stream()
                                    .anyMatch(wanted -> wanted.includes(number(binding.hostPort()), protocol)));
        });
    }

    /** -1 for what is no single port. */
    private static int number(String text) {
        return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
    }

    private static boolean isMounted(ContainerView view, String volume) {
        return view.mounts().stream()
                .anyMatch(m -> volume.equals(m.name().isEmpty() ? m.source() : m.name())
                        || m.destination().equals(volume));
    }
}
