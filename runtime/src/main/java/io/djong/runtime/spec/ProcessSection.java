package io.djong.runtime.spec;

import io.djong.kernel.process.Rlimit;
import io.djong.model.container.Environment;
import io.djong.model.container.HostConfig;
import io.djong.model.container.Ulimit;
import io.djong.model.error.InvalidArgument;
import io.djong.model.json.Json;
import io.djong.runtime.spec.UserLookup.Identity;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The part of the configuration that describes the main process. */
final class ProcessSection {
    private static final String RESOURCE = "CAP_SYS_RESOURCE";

    private final ContainerSpec spec;
    private final HostFacts facts;
    private final SecurityOptions security;
    private final List<Ulimit> defaultUlimits;

    ProcessSection(ContainerSpec spec, HostFacts facts, SecurityOptions security, List<Ulimit> defaultUlimits) {
        this.spec = spec;
        this.facts = facts;
        this.security = security;
        this.defaultUlimits = defaultUlimits;
    }

    ObjectNode json(Set<String> capabilities) {
        HostConfig host = spec.host();
        ObjectNode process = Json.object();
        process.put("terminal", spec.config().tty());
        List<Integer> size = host.consoleSize();
        if (spec.config().tty() && size != null && size.size() == 2 && size.get(0) > 0) {
            process.putObject("consoleSize").put("height", size.get(0)).put("width", size.get(1));
        }
        process.set(
                "user", user(SpecBuilder.identity(spec.rootfs(), spec.config().user(), host.groupAdd())));
        strings(process, "args", SpecBuilder.withInit(spec, SpecBuilder.arguments(spec.config())));
        ArrayNode environment = process.putArray("env");
        environment().forEach(environment::add);
        String directory = spec.config().workingDir();
        process.put("cwd", directory.isEmpty() ? "/" : directory);
        process.set("capabilities", capabilities(capabilities));
        rlimits(process.putArray("rlimits"));
        process.put("noNewPrivileges", security.noNewPrivileges());
        String profile = security.appArmorProfile(host, facts);
        if (!profile.isEmpty()) {
            process.put("apparmorProfile", profile);
        }
        process.put(
                "oomScoreAdj",
                facts.has(RESOURCE) ? host.oomScoreAdj() : Math.max(host.oomScoreAdj(), facts.oomScoreAdj()));
        return process;
    }

    private static void strings(ObjectNode parent, String name, List<String> values) {
        values.forEach(parent.putArray(name)::add);
    }

    static ObjectNode user(Identity identity) {
        ObjectNode user = Json.object();
        user.put("uid", identity.uid());
        user.put("gid", identity.gid());
        identity.groups().forEach(user.putArray("additionalGids")::add);
        return user;
    }

    /** Not the inheritable nor the ambient set: programs without file capabilities run by others than root have none. */
    static ObjectNode capabilities(Set<String> names) {
        ObjectNode sets = Json.object();
        for (String set : List.of("bounding", "effective", "permitted")) {
            names.forEach(sets.putArray(set)::add);
        }
        return sets;
    }

    /** Docker's own variables, then the container's over them; an entry without a value takes a variable away. */
    private Collection<String> environment() {
        Map<String, String> byName = new LinkedHashMap<>();
        byName.put("PATH", "PATH=" + Environment.PATH);
        byName.put("HOSTNAME", "HOSTNAME=" + spec.hostname());
        if (spec.config().tty()) {
            byName.put("TERM", "TERM=xterm");
        }
        Environment.put(byName, spec.environment());
        Environment.put(byName, spec.config().env());
        return byName.values();
    }

    private void rlimits(ArrayNode array) {
        List<Ulimit> asked = spec.host().ulimits();
        Map<String, Ulimit> byName = new LinkedHashMap<>();
        defaultUlimits.forEach(ulimit -> byName.put(ulimit.name(), ulimit));
        (asked == null ? List.<Ulimit>of() : asked).forEach(ulimit -> byName.put(ulimit.name(), ulimit));
        for (Ulimit ulimit : byName.values()) {
            Rlimit.Resource resource = Rlimit.Resource.named(ulimit.name())
                    .orElseThrow(() -> new InvalidArgument("invalid ulimit type: " + ulimit.name()));
            if (ulimit.hard() != Rlimit.UNLIMITED && Long.compareUnsigned(ulimit.soft(), ulimit.hard()) > 0) {
                throw new InvalidArgument("ulimit soft limit must be less than or equal to hard limit: " + ulimit.soft()
                        + " > " + ulimit.hard());
            }
            long most = facts.has(RESOURCE)
                    ? Rlimit.UNLIMITED
                    : facts.rlimits()
                            .getOrDefault(resource, new Rlimit(0, Rlimit.UNLIMITED))
                            .hard();
            array.addObject()
                    .put("type", "RLIMIT_" + resource.name().toUpperCase(Locale.ROOT))
                    .set("soft", unsigned(lower(ulimit.soft(), most)))
                    .asObject()
                    .set("hard", unsigned(lower(ulimit.hard(), most)));
        }
    }

    /** The lesser of two limits, of which -1, the greatest unsigned number, is no limit. */
    private static long lower(long asked, long most) {
        return Long.compareUnsigned(asked, most) < 0 ? asked : most;
    }

    private static tools.jackson.databind.JsonNode unsigned(long value) {
        return value >= 0
                ? Json.mapper().getNodeFactory().numberNode(value)
                : Json.mapper().getNodeFactory().numberNode(new java.math.BigInteger(Long.toUnsignedString(value)));
    }
}
