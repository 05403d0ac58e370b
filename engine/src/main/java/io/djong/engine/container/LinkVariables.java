package io.djong.engine.container;

import io.djong.model.container.ContainerConfig;
import io.djong.model.container.Environment;
import io.djong.network.Ipv4;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The variables by which a container learns of one that it is linked to: where each exposed port is reached, its name,
 * its environment. The names and their order are those of Docker's links.
 */
final class LinkVariables {
    private static final Set<String> NOT_PASSED_ON = Set.of("HOME", "PATH");
    private static final Comparator<ContainerPort> BY_NUMBER = Comparator.comparingInt(
                    (ContainerPort port) -> port.number())
            .thenComparingInt(port -> port.protocol().toString().equals("tcp") ? 0 : 1);

    private final String prefix;
    private final Ipv4 address;
    private final List<String> variables = new ArrayList<>();

    private LinkVariables(String alias, Ipv4 address) {
        this.prefix = alias.toUpperCase(Locale.ROOT).replace('-', '_');
        this.address = address;
    }

    /**
     * Lists them.
     *
     * @param name the link's whole name, as {@code /web/db}
     */
    static List<String> of(String alias, String name, ContainerConfig target, Ipv4 address) {
        LinkVariables all = new LinkVariables(alias, address);
        List<ContainerPort> ports = target.exposedPorts().keySet().stream()
                .map(ContainerPort::parse)
                .sorted(BY_NUMBER)
                .toList();
        if (!ports.isEmpty()) {
            all.add("PORT", all.url(ports.getFirst()));
        }
        all.addRanges(ports);
        ports.forEach(all::addPort);
        all.add("NAME", name);
        for (String variable : target.env()) {
            if (Environment.hasValue(variable) && !NOT_PASSED_ON.contains(Environment.name(variable))) {
                all.variables.add(all.prefix + "_ENV_" + variable);
            }
        }
        return all.variables;
    }

    private void add(String name, String value) {
        variables.add(prefix + "_" + name + "=" + value);
    }

    private String url(ContainerPort port) {
        return port.protocol() + "://" + address + ":" + port.number();
    }

    private static String name(ContainerPort port) {
        return "PORT_" + port.number() + "_" + port.protocol().toString().toUpperCase(Locale.ROOT);
    }

    /** Ports that follow each other are also told by the first and the last. */
    private void addRanges(List<ContainerPort> ports) {
        for (int first = 0; first < ports.size(); first++) {
            int last = first;
            while (last + 1 < ports.size()
                    && ports.get(last + 1).number() <= ports.get(last).number() + 1) {
                last++;
            }
            if (last > first) {
                addRange(ports.get(first), ports.get(last));
                first = last;
            }
        }
    }

    private void addRange(ContainerPort first, ContainerPort last) {
        add(name(first) + "_START", url(first));
        add(name(first) + "_ADDR", address.toString());
        add(name(first) + "_PROTO", first.protocol().toString());
        add(name(first) + "_PORT_START", Integer.toString(first.number()));
        add(name(first) + "_END", url(last));
        add(name(first) + "_PORT_END", Integer.toString(last.number()));
    }

    private void addPort(ContainerPort port) {
        add(name(port), url(port));
        add(name(port) + "_ADDR", address.toString());
        add(name(port) + "_PORT", Integer.toString(port.number()));
        add(name(port) + "_PROTO", port.protocol().toString());
    }
}
