package io.djong.cli.command;

import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.cli.template.Template;
import io.djong.client.Messages;
import io.djong.client.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** {@code events}: what happens, as it happens. */
public final class Events implements Command {
    private static final long NANOS = 1_000_000_000;

    @Override
    public CommandSpec spec() {
        return CommandSpec.of("events", "[OPTIONS]", "Get real time events from the server")
                .options(
                        Option.filter(),
                        Listing.objectFormat(),
                        Option.text("since", "Show all events since a time"),
                        Option.text("until", "End with the events of this time"));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        String format = arguments.text("format");
        Optional<Template> template = format.isEmpty()
                ? Optional.empty()
                : Optional.of(Listing.parse(format.equals("json") ? "{{json .}}" : format));
        Instant now = session.clock().instant();
        try (Messages events = session.client()
                .system()
                .events(
                        Moments.parse(arguments.text("since"), now),
                        Moments.parse(arguments.text("until"), now),
                        Filters.parse(arguments.list("filter")))) {
            for (Optional<JsonObject> next = events.next(); next.isPresent(); next = events.next()) {
                JsonObject event = next.get();
                session.line(template.map(each -> Listing.apply(each, event)).orElseGet(() -> line(event)));
                session.out().flush();
            }
        }
        return 0;
    }

    private static String line(JsonObject event) {
        long nanos = event.number("timeNano");
        Instant moment = nanos == 0
                ? Instant.ofEpochSecond(event.number("time"))
                : Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS);
        String time = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX")
                .format(moment.atZone(ZoneId.systemDefault()));
        JsonObject actor = event.object("Actor");
        JsonObject attributes = actor.object("Attributes");
        List<String> pairs = new ArrayList<>();
        for (String name : new TreeMap<>(attributes.members()).keySet()) {
            pairs.add(name + "=" + attributes.string(name));
        }
        String details = pairs.isEmpty() ? "" : " (" + String.join(", ", pairs) + ")";
        return time + " " + event.string("Type") + " " + event.string("Action") + " " + actor.string("ID") + details;
    }
}
