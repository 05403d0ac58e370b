package io.djong.cli.command;

import io.djong.cli.format.Units;
import io.djong.cli.option.Arguments;
import io.djong.cli.option.CommandSpec;
import io.djong.cli.option.Option;
import io.djong.client.json.JsonObject;
import io.djong.model.text.ByteSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code images}. */
public final class Images implements Command {
    private static final String NONE = "<none>";
    private static final int SHORT_ID = 12;
    private static final int DIGITS = 3;

    static final Map<String, String> HEADINGS = Map.of(
            "Repository", "REPOSITORY",
            "Tag", "TAG",
            "Digest", "DIGEST",
            "ID", "IMAGE ID",
            "CreatedSince", "CREATED",
            "CreatedAt", "CREATED AT",
            "Size", "SIZE",
            "Containers", "CONTAINERS",
            "SharedSize", "SHARED SIZE",
            "UniqueSize", "UNIQUE SIZE");

    @Override
    public CommandSpec spec() {
        return CommandSpec.of("images", "[OPTIONS] [REPOSITORY[:TAG]]", "List images")
                .operands(0, 1)
                .options(
                        Option.flag('a', "all", "Show all images (default hides intermediate images)"),
                        Option.flag("digests", "Show digests"),
                        Option.filter(),
                        Listing.formatOption(),
                        Option.flag("no-trunc", "Don't truncate output"),
                        Option.flag('q', "quiet", "Only show image IDs"));
    }

    @Override
    public int run(Session session, Arguments arguments) {
        Map<String, List<String>> filters = new LinkedHashMap<>(Filters.parse(arguments.list("filter")));
        if (!arguments.operands().isEmpty()) {
            filters.computeIfAbsent("reference", name -> new ArrayList<>()).add(arguments.operand(0));
        }
        boolean digests = arguments.flag("digests");
        String format = arguments.text("format");
        boolean byDigest = digests || format.contains(".Digest");
        List<JsonObject> rows = new ArrayList<>();
        long now = session.clock().instant().getEpochSecond();
        for (JsonObject image :
                session.client().images().list(arguments.flag("all"), filters).objects()) {
            for (Name name : names(image, byDigest)) {
                rows.add(row(image, name, arguments.flag("no-trunc"), now));
            }
        }
        if (arguments.flag("quiet") && format.isEmpty()) {
            rows.forEach(row -> session.line(row.string("ID")));
            return 0;
        }
        List<String> columns = digests
                ? List.of("Repository", "Tag", "Digest", "ID", "CreatedSince", "Size")
                : List.of("Repository", "Tag", "ID", "CreatedSince", "Size");
        new Listing(HEADINGS, columns).print(session, format, rows);
        return 0;
    }

    record Name(String repository, String tag, String digest) {}

    /** A row for each tag; for each digest without a tag one too, where digests are shown or there is no tag at all. */
    static List<Name> names(JsonObject image, boolean byDigest) {
        Map<String, String> digests = new LinkedHashMap<>();
        for (String digest : image.strings("RepoDigests")) {
            int at = digest.lastIndexOf('@');
            if (at > 0 && !digest.startsWith(NONE)) {
                digests.put(digest.substring(0, at), digest.substring(at + 1));
            }
        }
        List<Name> names = new ArrayList<>();
        Map<String, String> untagged = new LinkedHashMap<>(digests);
        for (String tag : image.strings("RepoTags")) {
            int colon = tag.lastIndexOf(':');
            String repository = tag.substring(0, Math.max(0, colon));
            if (!repository.equals(NONE)) {
                names.add(new Name(repository, tag.substring(colon + 1), digests.getOrDefault(repository, NONE)));
                untagged.remove(repository);
            }
        }
        if (byDigest || names.isEmpty()) {
            untagged.forEach((repository, digest) -> names.add(new Name(repository, NONE, digest)));
        }
        return names.isEmpty() ? List.of(new Name(NONE, NONE, NONE)) : names;
    }

    static JsonObject row(JsonObject image, Name name, boolean whole, long now) {
        String id = image.string("Id");
        int start = id.indexOf(':') + 1;
        String shortId = id.substring(start, Math.min(id.length(), start + SHORT_ID));
        long created = image.number("Created");
        JsonObject row = JsonObject.builder()
                .put("Containers", count(image, "Containers"))
                .put("CreatedAt", Units.moment(created))
                .put("CreatedSince", created > 0 ? Units.ago(created, now) : "N/A")
                .put("Digest", name.digest())
                .put("ID", whole ? id : shortId)
                .put("Repository", name.repository())
                .put("SharedSize", size(image, "SharedSize"))
                .put("Size", ByteSize.decimal(image.number("Size"), DIGITS))
                .put("Tag", name.tag())
                .put("UniqueSize", "N/A")
                .build();
        return new JsonObject(new TreeMap<>(row.members()));
    }

    private static String count(JsonObject image, String member) {
        long count = image.number(member);
        return count < 0 ? "N/A" : Long.toString(count);
    }

    private static String size(JsonObject image, String member) {
        long size = image.number(member);
        return size < 0 ? "N/A" : ByteSize.decimal(size, DIGITS);
    }
}
