package io.djong.log.driver;

import io.djong.model.error.InvalidArgument;
import java.util.Set;

/** What becomes of a container's output. Whatever it is, but for {@link #NONE}, the output is in the log's files too. */
public enum LogDriver {
    JSON_FILE("json-file", "unknown log opt '%s' for json-file log driver", Set.of("max-size", "max-file", "compress")),
    LOCAL("local", "unknown log opt '%s' for log driver local", Set.of("max-size", "max-file", "compress")),
    NONE("none", "", Set.of()),
    JOURNALD("journald", "unknown log opt '%s' for journald log driver", Set.of()),
    SYSLOG(
            "syslog",
            "unknown log opt '%s' for syslog log driver",
            Set.of(
                    "syslog-address",
                    "syslog-facility",
                    "syslog-format",
                    "syslog-tls-ca-cert",
                    "syslog-tls-cert",
                    "syslog-tls-key",
                    "syslog-tls-skip-verify")),
    FLUENTD(
            "fluentd",
            "unknown log opt '%s' for fluentd log driver",
            Set.of(
                    "fluentd-address",
                    "fluentd-async",
                    "fluentd-async-connect",
                    "fluentd-async-reconnect-interval",
                    "fluentd-buffer-limit",
                    "fluentd-max-retries",
                    "fluentd-request-ack",
                    "fluentd-retry-wait",
                    "fluentd-sub-second-precision",
                    "fluentd-read-timeout",
                    "fluentd-write-timeout")),
    GELF(
            "gelf",
            "unknown log opt \"%s\" for gelf log driver",
            Set.of(
                    "gelf-address",
                    "gelf-compression-type",
                    "gelf-compression-level",
                    "gelf-tcp-max-reconnect",
                    "gelf-tcp-reconnect-delay"));

    /** Which labels and variables go with the entries, and by what name; every driver has them. */
    private static final Set<String> ATTRIBUTES = Set.of("labels", "labels-regex", "env", "env-regex", "tag");

    private final String word;
    private final String unknown;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> options;

    LogDriver(String word, String unknown, Set<String> options) {
        this.word = word;
        this.unknown = unknown;
        this.options = options;
    }

    /**
     * The driver of a name; of an empty one the default.
     *
     * @throws InvalidArgument in Docker's words, if there is none of this name
     */
    public static LogDriver named(String word) {
        if (word.isEmpty()) {
            return JSON_FILE;
        }
        for (LogDriver driver : values()) {
            if (driver.word.equals(word)) {
                return driver;
            }
        }
        throw new InvalidArgument("logger: no log driver named '" + word + "' is registered");
    }

    /** The driver's name in the API. */
    public String word() {
        return word;
    }

    /** Whether it sends the entries elsewhere. */
    boolean sends() {
        return switch (this) {
            case JSON_FILE, LOCAL, NONE -> false;
            case JOURNALD, SYSLOG, FLUENTD, GELF -> true;
        };
    }

    void requireKnown(String option) {
        if (this != NONE && !options.contains(option) && !ATTRIBUTES.contains(option)) {
            throw new InvalidArgument(unknown.formatted(option));
        }
    }
}
