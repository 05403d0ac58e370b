package io.djong.bench;

import io.djong.testkit.daemon.EngineKind;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the command line asked for.
 *
 * @param rows the keys of the rows to measure; empty for all
 * @param rounds samples of each engine and row; 0 for what is usual for a row
 * @param left the engine that ratios are to
 * @param right the engine that is compared
 */
record Options(Set<String> rows, int rounds, EngineKind left, EngineKind right) {
    static final String USAGE = """
            usage: bench/run [--rows KEY,KEY,…] [--rounds N] [--left dockerd|djongd] [--right dockerd|djongd] [--list]
            """;

    Options {
        rows = Set.copyOf(rows);
    }

    static Options parse(String... arguments) {
        Options options = new Options(Set.of(), 0, EngineKind.DOCKERD, EngineKind.DJONGD);
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException("no value for " + arguments[i] + "\n" + USAGE);
            }
            options = options.with(arguments[i], arguments[i + 1]);
        }
        return options;
    }

    private Options with(String flag, String value) {
        return switch (flag) {
            case "--rows" -> new Options(Set.copyOf(List.of(value.split(",", -1))), rounds, left, right);
            case "--rounds" -> new Options(rows, Integer.parseInt(value), left, right);
            case "--left" -> new Options(rows, rounds, kind(value), right);
            case "--right" -> new Options(rows, rounds, left, kind(value));
            default -> throw new IllegalArgumentException("unknown flag: " + flag + "\n" + USAGE);
        };
    }

    private static EngineKind kind(String value) {
        return EngineKind.valueOf(value.toUpperCase(Locale.ROOT));
    }
}
