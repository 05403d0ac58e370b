package io.djong.log.driver;

import io.djong.model.error.InvalidArgument;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the gelf driver is told.
 *
 * @param compression of packets; a stream is never compressed
 * @param level of zlib, -1 for its default
 */
record GelfOptions(Endpoint.Net endpoint, Compression compression, int level, Retries retries) {
    private static final String TYPE = "gelf-compression-type";
    private static final String LEVEL = "gelf-compression-level";
    private static final String RECONNECTS = "gelf-tcp-max-reconnect";
    private static final String DELAY = "gelf-tcp-reconnect-delay";
    private static final int FASTEST = 1;

    /** How packets are compressed. */
    enum Compression {
        GZIP,
        ZLIB,
        NONE
    }

    static GelfOptions parse(Map<String, String> options) {
        Endpoint.Net endpoint = endpoint(options.getOrDefault("gelf-address", ""));
        if (endpoint.protocol() == Endpoint.Protocol.TCP && (options.containsKey(TYPE) || options.containsKey(LEVEL))) {
            throw new InvalidArgument("compression is only supported on UDP");
        }
        OptionalLong delay = count(endpoint, DELAY, options);
        return new GelfOptions(
                endpoint,
                compression(options.getOrDefault(TYPE, "gzip")),
                level(options.getOrDefault(LEVEL, Integer.toString(FASTEST))),
                new Retries(
                        Duration.ofSeconds(delay.orElse(Retries.STANDARD.first().toSeconds())),
                        count(endpoint, RECONNECTS, options)));
    }

    private static Endpoint.Net endpoint(String text) {
        if (text.isEmpty()) {
            throw new InvalidArgument("gelf-address is a required parameter");
        }
        if (!text.contains("://")) {
            throw new InvalidArgument("gelf-address should be in form proto://address, got " + text);
        }
        if (!text.startsWith("udp://") && !text.startsWith("tcp://")) {
            throw new InvalidArgument("gelf: endpoint needs to be TCP or UDP");
        }
        Endpoint.Protocol protocol = text.startsWith("udp") ? Endpoint.Protocol.UDP : Endpoint.Protocol.TCP;
        return Address.parse(text)
                .filter(address -> address.port().isPresent())
                .map(address -> new Endpoint.Net(
                        protocol, address.host(), address.port().orElseThrow()))
                .orElseThrow(() -> new InvalidArgument("gelf: please provide gelf-address as proto://host:port"));
    }

    private static Compression compression(String text) {
        return switch (text) {
            case "gzip" -> Compression.GZIP;
            case "zlib" -> Compression.ZLIB;
            case "none" -> Compression.NONE;
            default -> throw unknown(text, TYPE);
        };
    }

    private static int level(String text) {
        if (!text.matches("-1|[0-9]")) {
            throw unknown(text, LEVEL);
        }
        return Integer.parseInt(text);
    }

    private static InvalidArgument unknown(String value, String option) {
        return new InvalidArgument(
                "unknown value \"" + value + "\" for log opt \"" + option + "\" for gelf log driver");
    }

    private static OptionalLong count(Endpoint.Net endpoint, String option, Map<String, String> options) {
        String text = options.get(option);
        if (text == null) {
            return OptionalLong.empty();
        }
        if (endpoint.protocol() != Endpoint.Protocol.TCP) {
            throw new InvalidArgument("\"" + option + "\" is only valid for TCP");
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw new InvalidArgument("\"" + option + "\" must be a positive integer");
        }
        return OptionalLong.of(Long.parseLong(text));
    }
}
