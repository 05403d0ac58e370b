package io.djong.log.driver;

import io.djong.model.error.InvalidArgument;
import io.djong.model.text.ByteSize;
import io.djong.model.text.GoBool;
import io.djong.model.text.GoDuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the fluentd driver is told. Whether it connects beside the container's start, and how much it buffers, are no
 * questions here: it always does, from the log's files.
 *
 * @param precise whether times are to the nanosecond
 * @param acknowledged whether each message is to be acknowledged
 */
record FluentdOptions(Endpoint endpoint, boolean precise, boolean acknowledged, Retries retries) {
    private static final int PORT = 24_224;

    static FluentdOptions parse(Map<String, String> options) {
        if (!value(options, "fluentd-async").isEmpty()
                && !value(options, "fluentd-async-connect").isEmpty()) {
            throw new InvalidArgument(
                    "conflicting options: cannot specify both 'fluentd-async' and" + " 'fluentd-async-connect");
        }
        flag(options, "fluentd-async");
        flag(options, "fluentd-async-connect");
        duration(options, "fluentd-async-reconnect-interval");
        duration(options, "fluentd-read-timeout");
        duration(options, "fluentd-write-timeout");
        String limit = value(options, "fluentd-buffer-limit");
        if (!limit.isEmpty() && ByteSize.parseBinary(limit).isEmpty()) {
            throw new InvalidArgument("invalid size: '" + limit + "'");
        }
        return new FluentdOptions(
                endpoint(value(options, "fluentd-address")),
                flag(options, "fluentd-sub-second-precision"),
                flag(options, "fluentd-request-ack"),
                new Retries(
                        duration(options, "fluentd-retry-wait").orElse(Retries.STANDARD.first()),
                        count(value(options, "fluentd-max-retries"))));
    }

    private static String value(Map<String, String> options, String name) {
        return options.getOrDefault(name, "");
    }

    private static Endpoint endpoint(String text) {
        Optional<Address> address = text.contains("://") ? Address.parse(text) : Address.of("tcp", text, "");
        Address found = address.orElseThrow(() -> new InvalidArgument("invalid fluentd-address " + text));
        return switch (found.scheme()) {
            case "unix" -> local(text, found);
            case "tcp" ->
                new Endpoint.Net(
                        Endpoint.Protocol.TCP,
                        found.host().isEmpty() ? "127.0.0.1" : found.host(),
                        found.port().orElse(PORT));
            default ->
                throw new InvalidArgument(
                        "invalid fluentd-address " + text + ": unsupported scheme: " + found.scheme());
        };
    }

    private static Endpoint local(String text, Address address) {
        if (address.path().isEmpty()) {
            throw new InvalidArgument("invalid fluentd-address " + text + ": path is empty");
        }
        return new Endpoint.Local(Path.of(address.path()), false);
    }

    private static boolean flag(Map<String, String> options, String name) {
        String text = value(options, name);
        return !text.isEmpty()
                && GoBool.parse(text)
                        .orElseThrow(() ->
                                new InvalidArgument("strconv.ParseBool: parsing \"" + text + "\": invalid syntax"));
    }

    private static Optional<Duration> duration(Map<String, String> options, String name) {
        String text = value(options, name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Duration parsed = GoDuration.parse(text)
                .orElseThrow(() -> new InvalidArgument("time: invalid duration \"" + text + "\""));
        if (parsed.isNegative()) {
            throw new InvalidArgument("invalid " + name + ": value must be positive");
        }
        return Optional.of(parsed);
    }

    private static OptionalLong count(String text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseUnsignedLong(text) & Long.MAX_VALUE);
        } catch (NumberFormatException e) {
            throw new InvalidArgument("strconv.ParseUint: parsing \"" + text + "\": invalid syntax");
        }
    }
}
