package io.djong.engine.image;

import io.djong.model.Filters;
import io.djong.model.Reference;
import io.djong.model.error.InvalidArgument;
import io.djong.model.text.GoBool;
import io.djong.model.text.Moment;
import io.djong.store.image.ImageRecord;
import io.djong.store.image.NamedImage;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Docker's filters of images: those of the list and those of prune. */
final class ImageFilter {
    private static final Set<String> OF_LIST =
            Set.of("before", "dangling", "label", "label!", "reference", "since", "until");
    private static final Set<String> OF_PRUNE = Set.of("dangling", "label", "label!", "until");

    private final Filters filters;
    private final List<ReferenceGlob> references;
    private final Optional<Boolean> dangling;
    private final Optional<Instant> before;
    private final Optional<Instant> since;

    private ImageFilter(Filters filters, Optional<Boolean> dangling, ImageLookup lookup, InstantSource clock) {
        this.filters = filters;
        this.dangling = dangling;
        this.references =
                filters.get("reference").stream().map(ReferenceGlob::new).toList();
        Stream<Instant> until = filters.get("until").stream().map(text -> time(text, clock));
        Stream<Instant> older =
                filters.get("before").stream().map(name -> lookup.require(name).created());
        this.before = Stream.concat(until, older).min(Comparator.naturalOrder());
        this.since = filters.get("since").stream()
                .map(name -> lookup.require(name).created())
                .max(Comparator.naturalOrder());
    }

    static ImageFilter ofList(Filters filters, ImageLookup lookup, InstantSource clock) {
        return new ImageFilter(filters.requireKnown(OF_LIST), dangling(filters), lookup, clock);
    }

    /** Prune means the nameless images alone, and with {@code dangling=false} all of them. */
    static ImageFilter ofPrune(Filters filters, ImageLookup lookup, InstantSource clock) {
        Optional<Boolean> asked = dangling(filters);
        Optional<Boolean> meant = asked.isEmpty() ? Optional.of(true) : asked.filter(wanted -> wanted);
        return new ImageFilter(filters.requireKnown(OF_PRUNE), meant, lookup, clock);
    }

    private static Optional<Boolean> dangling(Filters filters) {
        return filters.get("dangling").stream().findFirst().map(ImageFilter::truth);
    }

    boolean accepts(NamedImage named) {
        ImageRecord image = named.image();
        return dangling.map(wanted ->
                                wanted ? isDangling(named) : !named.names().isEmpty())
                        .orElse(true)
                && before.map(image.created()::isBefore).orElse(true)
                && since.map(image.created()::isAfter).orElse(true)
                && filters.labels(image.config().containerDefaults().labels())
                && (references.isEmpty() || !visible(named.names()).isEmpty());
    }

    /** An image that only a digest names is dangling, and yet not without a name. */
    private static boolean isDangling(NamedImage named) {
        return ImageLookup.tags(named.names()).isEmpty();
    }

    /** The names that the list shows: with the filter {@code reference}, those that match. */
    List<Reference> visible(List<Reference> names) {
        return names.stream()
                .filter(name -> references.isEmpty() || references.stream().anyMatch(glob -> glob.matches(name)))
                .toList();
    }

    private static boolean truth(String text) {
        return GoBool.parse(text).orElseThrow(() -> new InvalidArgument("invalid filter 'dangling=" + text + "'"));
    }

    /** A point in time: seconds since 1970, RFC 3339, or a duration back from now. */
    private static Instant time(String text, InstantSource clock) {
        return Moment.parse(text, ZoneOffset.UTC, clock.instant())
                .orElseThrow(() -> new InvalidArgument("invalid filter 'until=" + text + "'"));
    }
}
