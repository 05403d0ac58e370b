package io.djong.runtime.spec;

import io.djong.model.error.Internal;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * Seccomp profiles in Docker's format, reduced to what one container on one machine needs: rules depend on the
 * container's capabilities, the architecture and the kernel's version.
 *
 * <p>The default profile is Docker's but for the x32 ABI, which it leaves out: kernels of the distributions do not have
 * it, and libseccomp builds the whole filter once more for each architecture, 3 to 9 ms of every start.
 */
final class Seccomp {
    static final String BUILT_IN = "builtin";

    private static final String UNCONFINED = "unconfined";
    private static final Map<String, String> ARCHITECTURES =
            Map.of("amd64", "SCMP_ARCH_X86_64", "arm64", "SCMP_ARCH_AARCH64");

    private final HostFacts facts;
    private final String byDefault;
    private volatile @Nullable Reduced latest; // replaced whole

    /** What a profile came to, for the next container, which mostly wants the same. */
    private record Reduced(String profile, Set<String> capabilities, RawValue json) {}

    /** @param byDefault the profile of containers that ask for none, as {@code builtin} */
    Seccomp(HostFacts facts, String byDefault) {
        this.facts = facts;
        this.byDefault = byDefault;
    }

    /** @throws InvalidArgument if a profile is neither a document in Docker's format nor one of the two names */
    static void check(String profile) {
        if (!profile.equals(BUILT_IN) && !profile.equals(UNCONFINED)) {
            parse(profile);
        }
    }

    /** Reads the default profile ahead of the container that needs it first. */
    static void warmUp() {
        Objects.requireNonNull(BuiltIn.PROFILE);
    }

    private static final class BuiltIn {
        static final JsonNode PROFILE = builtIn();
    }

    private static JsonNode builtIn() {
        try (InputStream in = Seccomp.class.getResourceAsStream("seccomp.json")) {
            if (in == null) {
                throw new Internal("the default seccomp profile is missing from the program");
            }
            return Json.tree(in.readAllBytes());
        } catch (IOException e) {
            throw new Internal("failed to read the default seccomp profile: " + e.getMessage(), e);
        }
    }

    /** The value of {@code linux.seccomp}; empty for no filter. */
    Optional<RawValue> of(SecurityOptions options, Set<String> capabilities, boolean privileged) {
        String wanted = options.seccomp().orElse(privileged ? UNCONFINED : byDefault);
        return wanted.equals(UNCONFINED) ? Optional.empty() : Optional.of(reduced(wanted, capabilities));
    }

    private RawValue reduced(String wanted, Set<String> capabilities) {
        Reduced last = latest;
        if (last == null
                || !last.profile().equals(wanted)
                || !last.capabilities().equals(capabilities)) {
            JsonNode profile = wanted.equals(BUILT_IN) ? BuiltIn.PROFILE : parse(wanted);
            last = new Reduced(
                    wanted, Set.copyOf(capabilities), new RawValue(Json.text(reduce(profile, capabilities))));
            latest = last;
        }
        return last.json();
    }

    private static JsonNode parse(String text) {
        JsonNode custom;
        try {
            custom = Json.tree(text.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidArgument e) {
            throw new InvalidArgument("Decoding seccomp profile failed: " + e.message(), e);
        }
        if (!custom.isObject() || custom.path("defaultAction").asString("").isEmpty()) {
            throw new InvalidArgument("Decoding seccomp profile failed: no defaultAction");
        }
        if (custom.has("archMap") && custom.has("architectures")) {
            throw new InvalidArgument(
                    "both 'architectures' and 'archMap' are specified in the seccomp profile, use either 'architectures'"
                            + " or 'archMap'");
        }
        return custom;
    }

    private ObjectNode reduce(JsonNode source, Set<String> capabilities) {
        ObjectNode reduced = Json.object();
        for (String name : List.of("defaultAction", "defaultErrnoRet", "flags", "listenerPath", "listenerMetadata")) {
            if (source.has(name)) {
                reduced.set(name, source.get(name));
            }
        }
        List<String> architectures = architectures(source);
        if (!architectures.isEmpty()) {
            architectures.forEach(reduced.putArray("architectures")::add);
        }
        ArrayNode rules = reduced.putArray("syscalls");
        for (JsonNode rule : source.path("syscalls")) {
            if (applies(rule, capabilities)) {
                rules.add(rule(rule));
            }
        }
        return reduced;
    }

    private List<String> architectures(JsonNode source) {
        List<String> names = new ArrayList<>();
        source.path("architectures").forEach(name -> names.add(name.asString()));
        String own = ARCHITECTURES.getOrDefault(facts.architecture(), "");
        for (JsonNode entry : source.path("archMap")) {
            if (entry.path("architecture").asString("").equals(own)) {
                names.add(own);
                entry.path("subArchitectures").forEach(name -> names.add(name.asString()));
            }
        }
        return names;
    }

    private boolean applies(JsonNode rule, Set<String> capabilities) {
        JsonNode includes = rule.path("includes");
        JsonNode excludes = rule.path("excludes");
        return (includes.path("arches").isEmpty() || any(includes.path("arches"), facts.architecture()::equals))
                && all(includes.path("caps"), capabilities::contains)
                && oldEnough(includes.path("minKernel"), true)
                && !any(excludes.path("arches"), facts.architecture()::equals)
                && !any(excludes.path("caps"), capabilities::contains)
                && !oldEnough(excludes.path("minKernel"), false);
    }

    private boolean oldEnough(JsonNode minimum, boolean ifAbsent) {
        if (!minimum.isString()) {
            return ifAbsent;
        }
        HostFacts.KernelVersion wanted = HostFacts.KernelVersion.parse(minimum.asString());
        return facts.kernel().atLeast(wanted.major(), wanted.minor());
    }

    private static boolean any(JsonNode names, Predicate<String> test) {
        for (JsonNode name : names) {
            if (test.test(name.asString())) {
                return true;
            }
        }
        return false;
    }

    private static boolean all(JsonNode names, Predicate<String> test) {
        return !any(names, test.negate());
    }

    private static ObjectNode rule(JsonNode rule) {
        ObjectNode reduced = Json.object();
        if (rule.has("names") && !rule.get("names").isEmpty()) {
            reduced.set("names", rule.get("names"));
        } else {
            reduced.putArray("names").add(rule.path("name").asString(""));
        }
        for (String name : List.of("action", "errnoRet")) {
            if (rule.has(name)) {
                reduced.set(name, rule.get(name));
            }
        }
        if (!rule.path("args").isEmpty()) {
            reduced.set("args", rule.get("args"));
        }
        return reduced;
    }
}
