package io.djong.engine.container;

import io.djong.model.error.InvalidArgument;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The names of containers: which are allowed, and one for a container whose user gave none. */
final class ContainerNames {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    private static final List<String> QUALITIES = List.of(
            "able", "agile", "amber", "apt", "bold", "brave", "bright", "brisk", "calm", "candid", "clear", "clever",
            "cosy", "crisp", "curious", "daring", "deft", "eager", "early", "fair", "fast", "fine", "firm", "fond",
            "free", "fresh", "gentle", "glad", "golden", "good", "grand", "happy", "hardy", "honest", "humble", "jolly",
            "just", "keen", "kind", "lively", "loyal", "lucid", "merry", "mild", "modest", "neat", "nimble", "noble",
            "open", "patient", "placid", "proud", "quick", "quiet", "ready", "robust", "serene", "sharp", "silver",
            "simple", "sober", "steady", "stout", "sunny", "swift", "tidy", "true", "trusty", "vivid", "warm", "wise",
            "witty");

    /** Seafarers, shipwrights, map makers and those who measured the sea. */
    private static final List<String> PEOPLE = List.of(
            "amundsen",
            "baret",
            "barents",
            "battuta",
            "beaufort",
            "bering",
            "bishop",
            "bougainville",
            "bowditch",
            "cabot",
            "carson",
            "cavendish",
            "cheng",
            "cook",
            "cousteau",
            "cousins",
            "cunard",
            "dampier",
            "drake",
            "earle",
            "ekman",
            "eriksson",
            "fitzroy",
            "flinders",
            "fram",
            "franklin",
            "frobisher",
            "gama",
            "hadley",
            "halley",
            "hanno",
            "harrison",
            "hudson",
            "humboldt",
            "isherwood",
            "kupe",
            "laperouse",
            "magellan",
            "majid",
            "maury",
            "mercator",
            "munk",
            "nansen",
            "nelson",
            "noonan",
            "oughtred",
            "piccard",
            "polo",
            "ptolemy",
            "pytheas",
            "ross",
            "sacagawea",
            "shackleton",
            "slocum",
            "tasman",
            "tereshkova",
            "tharp",
            "torres",
            "tupaia",
            "vespucci",
            "wegener",
            "weddell",
            "xu",
            "yi",
            "zacuto");

    private final RandomGenerator random;

    ContainerNames(RandomGenerator random) {
        this.random = random;
    }

    /** A name that reads well; the caller sees to it that it is free. After some attempts a digit is added. */
    String generate(int attempt) {
        String name = QUALITIES.get(random.nextInt(QUALITIES.size())) + "_" + PEOPLE.get(random.nextInt(PEOPLE.size()));
        return attempt < 6 ? name : name + random.nextInt(10_000);
    }

    /** The name without the slash that clients may put before it. @throws InvalidArgument if it is malformed */
    static String checked(String name) {
        String bare = name.startsWith("/") ? name.substring(1) : name;
        if (!FORM.matcher(bare).matches()) {
            throw new InvalidArgument(
                    "Invalid container name (" + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        }
        return bare;
    }
}
