package io.djong.daemon.registry;

import io.djong.daemon.config.HostPort;
import io.djong.model.error.InvalidArgument;
import io.djong.model.text.ByteSize;
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

/** A command line of {@code registry serve}, taken apart. Values that are wrong are named with their option. */
record ServeArguments(Map<ServeOption, List<String>> values) {
    ServeArguments {
        values = Map.copyOf(values);
    }

    /** @throws InvalidArgument that names the option which is unknown or lacks its value */
    static ServeArguments parse(List<String> words) {
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
            String value;
            if (equals >= 0) {
                value = word.substring(equals + 1);
            } else if (option.value().isEmpty()) {
                value = "true";
            } else if (rest.hasNext()) {
                value = rest.next();
            } else {
                throw new InvalidArgument("flag needs an argument: --" + flag);
            }
            values.computeIfAbsent(option, _ -> new ArrayList<>()).add(value);
        }
        return new ServeArguments(values);
    }

    boolean has(ServeOption option) {
        return last(option).filter(value -> !value.equals("false")).isPresent();
    }

    List<String> all(ServeOption option) {
        return values.getOrDefault(option, List.of());
    }

    Optional<String> last(ServeOption option) {
        List<String> all = all(option);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    Optional<Path> path(ServeOption option) {
        return last(option).map(Path::of);
    }

    Duration duration(ServeOption option, Duration fallback) {
        return last(option)
                .map(text -> GoDuration.parse(text)
                        .filter(length -> !length.isNegative())
                        .orElseThrow(() -> invalid(option, text, "not a duration, such as 90s, 30m or 24h")))
                .orElse(fallback);
    }

    static long size(ServeOption option, String text) {
        return ByteSize.parseBinary(text)
                .orElseThrow(() -> invalid(option, text, "not a size, such as 500m, 10g or 2t"));
    }

    List<InetSocketAddress> addresses(ServeOption option) {
        return all(option).stream()
                .map(text -> {
                    try {
                        return HostPort.parse(text);
                    } catch (InvalidArgument e) {
                        throw invalid(option, text, e.message());
                    }
                })
                .toList();
    }

    static InvalidArgument invalid(ServeOption option, String value, String why) {
        return new InvalidArgument("invalid argument \"" + value + "\" for --" + option.flag() + ": " + why);
    }
}
