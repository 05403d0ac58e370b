package io.djong.daemon.config;

import io.djong.model.error.InvalidArgument;
import io.djong.model.text.ByteSize;
import io.djong.model.text.GoBool;
import io.djong.model.text.GoDuration;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a registry is to be served: the command line of {@code registry serve}, or the same options by their names in the
 * daemon's configuration. Values that are wrong are named with their option.
 */
public record ServeArguments(Map<ServeOption, List<String>> values) {
    /** @throws InvalidArgument if options do not go together */
    public ServeArguments {
        values = Map.copyOf(values);
        refuseContradictions(values);
    }

    /** Reads a command line. @throws InvalidArgument that names the option which is unknown, or lacks a good value */
    public static ServeArguments parse(List<String> words) {
        Map<ServeOption, List<String>> values = new EnumMap<>(ServeOption.class);
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            if (!word.startsWith("--")) {
                throw new InvalidArgument(
                        word.equals("-h") ? "unknown shorthand flag: -h (use --help)" : "unexpected argument: " + word);
            }
            int equals = word.indexOf('=');
            String flag = word.substring(2, equals < 0 ? word.length() : equals);
            ServeOption option =
                    ServeOption.named(flag).orElseThrow(() -> new InvalidArgument("unknown flag: --" + flag));
            if (equals >= 0) {
                add(values, option, word.substring(equals + 1));
            } else if (option.value().isEmpty()) {
                add(values, option, "true");
            } else if (rest.hasNext()) {
                add(values, option, rest.next());
            } else {
                throw new InvalidArgument("flag needs an argument: --" + flag);
            }
        }
        return new ServeArguments(values);
    }

    /** Reads options as {@link #checkedPair} takes them. */
    static ServeArguments ofPairs(List<String> pairs) {
        return parse(pairs.stream().map(pair -> "--" + checkedPair(pair)).toList());
    }

    /**
     * An option and its value, such as {@code quota=50g}.
     *
     * @throws InvalidArgument if there is no such option, or it makes sense for a program of its own alone
     */
    static String checkedPair(String pair) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        ServeOption option = ServeOption.named(name)
                .filter(found -> found != ServeOption.HELP && found != ServeOption.DEBUG)
                .orElseThrow(() -> new InvalidArgument("a registry has no option \"" + name + "\""));
        add(new EnumMap<>(ServeOption.class), option, pair.substring(equals + 1));
        return pair;
    }

    private static void add(Map<ServeOption, List<String>> values, ServeOption option, String value) {
        values.computeIfAbsent(option, _ -> new ArrayList<>()).add(checked(option, value));
    }

    private static String checked(ServeOption option, String value) {
        switch (option.value()) {
            case "" -> {
                return GoBool.parse(value)
                        .orElseThrow(() -> invalid(option, value, "not a boolean"))
                        .toString();
            }
            case "DURATION" -> {
                Duration _ = duration(option, value);
            }
            case "[PREFIX=]SIZE" -> {
                long _ = size(option, value.substring(value.indexOf('=') + 1));
            }
            case "HOST:PORT" -> {
                InetSocketAddress _ = address(option, value);
            }
            default -> {
                // What may be wrong is seen when it is used.
            }
        }
        return value;
    }

    private static void refuseContradictions(Map<ServeOption, List<String>> values) {
        requireTogether(values, ServeOption.TLS_CERT, ServeOption.TLS_KEY);
        requireTogether(values, ServeOption.TLS_KEY, ServeOption.TLS_CERT);
        requireTogether(values, ServeOption.TOKENS, ServeOption.HTPASSWD);
        requireTogether(values, ServeOption.ANONYMOUS_PULL, ServeOption.HTPASSWD);
        requireTogether(values, ServeOption.TOKEN_REALM, ServeOption.TOKEN_ISSUER);
        requireTogether(values, ServeOption.TOKEN_REALM, ServeOption.TOKEN_KEYS);
        requireTogether(values, ServeOption.TOKEN_ISSUER, ServeOption.TOKEN_REALM);
        requireTogether(values, ServeOption.TOKEN_KEYS, ServeOption.TOKEN_REALM);
        if (values.containsKey(ServeOption.TOKEN_REALM) && values.containsKey(ServeOption.HTPASSWD)) {
            throw new InvalidArgument("htpasswd and token-realm exclude each other: tokens come from there alone");
        }
    }

    private static void requireTogether(Map<ServeOption, List<String>> values, ServeOption one, ServeOption other) {
        if (has(values, one) && !has(values, other)) {
            throw new InvalidArgument(one.flag() + " needs " + other.flag());
        }
    }

    public boolean has(ServeOption option) {
        return has(values, option);
    }

    private static boolean has(Map<ServeOption, List<String>> values, ServeOption option) {
        List<String> all = values.getOrDefault(option, List.of("false"));
        return !all.getLast().equals("false");
    }

    public List<String> all(ServeOption option) {
        return values.getOrDefault(option, List.of());
    }

    public Optional<String> last(ServeOption option) {
        List<String> all = all(option);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    public Optional<Path> path(ServeOption option) {
        return last(option).map(Path::of);
    }

    public Duration duration(ServeOption option, Duration fallback) {
        return last(option).map(text -> duration(option, text)).orElse(fallback);
    }

    private static Duration duration(ServeOption option, String text) {
        return GoDuration.parse(text)
                .filter(length -> !length.isNegative())
                .orElseThrow(() -> invalid(option, text, "not a duration, such as 90s, 30m or 24h"));
    }

    /** A number of bytes. */
    public static long size(ServeOption option, String text) {
        return ByteSize.parseBinary(text)
                .orElseThrow(() -> invalid(option, text, "not a size, such as 500m, 10g or 2t"));
    }

    public List<InetSocketAddress> addresses(ServeOption option) {
        return all(option).stream().map(text -> address(option, text)).toList();
    }

    private static InetSocketAddress address(ServeOption option, String text) {
        try {
            return HostPort.parse(text);
        } catch (InvalidArgument e) {
            throw invalid(option, text, e.message());
        }
    }

    /** The error that says of a value what is wrong with it. */
    public static InvalidArgument invalid(ServeOption option, String value, String why) {
        return new InvalidArgument("invalid argument \"" + value + "\" for " + option.flag() + ": " + why);
    }
}
