package io.djong.network;

import io.djong.kernel.nft.NftException;
import io.djong.kernel.nft.Nftables;
import io.djong.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Lets our bridges through the FORWARD chain of iptables where that drops what nobody accepts, as another engine or a
 * hardened host has it: an accept in our own table never overrides a drop in another. Our rules go to the front of {@code
 * DOCKER-USER}, which is made for such, or else of {@code FORWARD}, in the form that iptables-nft reads and shows. Where
 * nothing is dropped, nothing is done; what goes to a bridge without leave our own table drops all the same.
 */
final class ForwardAccept {
    private ForwardAccept() {}

    /** A chain's state as far as it matters here: ours are the handles of our rules, by the text that made them. */
    private record Chain(String name, List<Rule> rules) {}

    private record Rule(long handle, String match) {}

    /** Sees to it that these bridges are let through. */
    static void ensure(Collection<String> bridges) {
        Optional<Chain> chain = chain();
        if (chain.isEmpty()) {
            return;
        }
        Set<String> missing = new LinkedHashSet<>(matches(bridges));
        chain.get().rules().forEach(rule -> missing.remove(rule.match()));
        StringBuilder commands = new StringBuilder();
        for (String match : missing) {
            commands.append("insert rule ip filter %s %s counter accept\n"
                    .formatted(chain.get().name(), match));
        }
        run(commands);
    }

    /** Takes our rules for these bridges away, from wherever they are. */
    static void remove(Collection<String> bridges) {
        List<String> ours = matches(bridges);
        StringBuilder commands = new StringBuilder();
        for (Chain chain : table().map(ForwardAccept::chains).orElse(List.of())) {
            chain.rules().stream()
                    .filter(rule -> ours.contains(rule.match()))
                    .forEach(rule -> commands.append(
                            "delete rule ip filter %s handle %d\n".formatted(chain.name(), rule.handle())));
        }
        run(commands);
    }

    private static void run(StringBuilder commands) {
        if (!commands.isEmpty()) {
            Nftables.run(commands.toString());
        }
    }

    private static List<String> matches(Collection<String> bridges) {
        List<String> matches = new ArrayList<>();
        for (String bridge : bridges) {
            matches.add("iifname \"" + bridge + '"');
            matches.add("oifname \"" + bridge + '"');
        }
        return matches;
    }

    /** The chain that our rules belong to, if any is needed. */
    private static Optional<Chain> chain() {
        Optional<JsonNode> listing = table();
        if (listing.isEmpty()) {
            return Optional.empty();
        }
        JsonNode table = listing.get();
        List<Chain> chains = chains(table);
        Optional<Chain> user =
                chains.stream().filter(c -> c.name().equals("DOCKER-USER")).findFirst();
        return user.isPresent() || !drops(table)
                ? user
                : chains.stream().filter(c -> c.name().equals("FORWARD")).findFirst();
    }

    private static boolean drops(JsonNode table) {
        return table.valueStream()
                .map(entry -> entry.path("chain"))
                .anyMatch(chain -> "FORWARD".equals(chain.path("name").asString(""))
                        && "drop".equals(chain.path("policy").asString("")));
    }

    /** The listing of iptables-nft's table, if it exists; on most hosts it does not, and then this must cost little. */
    private static Optional<JsonNode> table() {
        String listing;
        try {
            listing = Nftables.listJson("list table ip filter");
        } catch (NftException e) {
            return Optional.empty();
        }
        return Optional.of(Json.tree(listing.getBytes(StandardCharsets.UTF_8)).path("nftables"));
    }

    private static List<Chain> chains(JsonNode table) {
        return List.of("DOCKER-USER", "FORWARD").stream()
                .filter(name -> table.valueStream()
                        .anyMatch(entry ->
                                name.equals(entry.path("chain").path("name").asString(""))))
                .map(name -> new Chain(name, rules(table, name)))
                .toList();
    }

    private static List<Rule> rules(JsonNode table, String chain) {
        return table.valueStream()
                .map(entry -> entry.path("rule"))
                .filter(rule -> chain.equals(rule.path("chain").asString("")))
                .map(rule -> new Rule(rule.path("handle").asLong(0), match(rule.path("expr"))))
                .filter(rule -> !rule.match().isEmpty())
                .toList();
    }

    /** The text of a rule of our form: one match on an interface's name, a counter, accept. Empty for any other. */
    private static String match(JsonNode expressions) {
        boolean form = expressions.size() == 3
                && expressions.get(1).has("counter")
                && expressions.get(2).has("accept");
        if (!form) {
            return "";
        }
        JsonNode match = expressions.get(0).path("match");
        String key = match.path("left").path("meta").path("key").asString("");
        String name = match.path("right").asString("");
        return key.equals("iifname") || key.equals("oifname") ? key + " \"" + name + '"' : "";
    }
}
