package io.djong.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The OCI runtimes that containers can be run by: runc, and those that the daemon was told of.
 *
 * @param stock runc's executable
 * @param standard the name of the one for containers that ask for none
 * @param others all but runc
 */
public record Runtimes(Path stock, String standard, List<RuntimeCommand> others) {
    /** The program that containerd has for runc, by whose name too it may be asked for. */
    private static final String SHIM = "io.containerd.runc.v2";

    public Runtimes {
        others = List.copyOf(others);
    }

    /** No other than runc. */
    public static Runtimes only(Path stock) {
        return new Runtimes(stock, RuntimeCommand.STOCK, List.of());
    }

    /** All of them, runc first. */
    public List<RuntimeCommand> all() {
        List<RuntimeCommand> all = new ArrayList<>();
        all.add(new RuntimeCommand(RuntimeCommand.STOCK, stock, List.of()));
        all.addAll(others);
        return all;
    }

    /** By the name that a user gave; the standard one for an empty name. */
    public Optional<RuntimeCommand> find(String name) {
        String wanted = name.isEmpty() ? standard : name.equals(SHIM) ? RuntimeCommand.STOCK : name;
        return all().stream().filter(runtime -> runtime.name().equals(wanted)).findFirst();
    }
}
