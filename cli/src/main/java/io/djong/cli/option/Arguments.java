package io.djong.cli.option;

import io.djong.model.text.GoBool;
import io.djong.model.text.GoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A command line taken apart by a {@link CommandSpec}: the options that were given, and the operands. */
public final class Arguments {
    private final CommandSpec spec;
    private final Map<String, List<String>> given = new HashMap<>();
    private final List<String> operands = new ArrayList<>();

    Arguments(CommandSpec spec) {
        this.spec = spec;
    }

    void give(Option option, String value) {
        given.computeIfAbsent(option.name(), name -> new ArrayList<>()).add(value);
    }

    void operand(String word) {
        operands.add(word);
    }

    public List<String> operands() {
        return List.copyOf(operands);
    }

    public String operand(int index) {
        return operands.get(index);
    }

    public boolean isGiven(String name) {
        return given.containsKey(name);
    }

    public boolean flag(String name) {
        return GoBool.parse(text(name)).orElse(false);
    }

    /** The last value given, or the initial one. */
    public String text(String name) {
        List<String> values = given.get(name);
        return values == null ? option(name).initial() : values.getLast();
    }

    public List<String> list(String name) {
        return List.copyOf(given.getOrDefault(name, List.of()));
    }

    public OptionalInt integer(String name) {
        String text = text(name);
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    /** The number given, or 0. */
    public long number(String name) {
        String text = text(name);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** The size given in bytes, or 0. */
    public long bytes(String name) {
        String text = text(name);
        return text.isEmpty() ? 0 : ArgumentParser.size(text).orElse(0);
    }

    /** The length of time given in nanoseconds, or 0. */
    public long nanoseconds(String name) {
        String text = text(name);
        return text.isEmpty() ? 0 : GoDuration.parse(text).orElse(Duration.ZERO).toNanos();
    }

    private Option option(String name) {
        return spec.byName(name).orElseThrow(() -> new IllegalArgumentException(spec.name() + " has no --" + name));
    }
}
