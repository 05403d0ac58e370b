package io.djong.log.driver;

import io.djong.kernel.event.Poller;
import io.djong.log.LogSettings;
import io.djong.model.error.InvalidArgument;
import io.djong.model.text.ByteSize;
import io.djong.model.text.GoBool;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A container's log driver and its options, validated. What is sent elsewhere is in the log's files too: from there it
 * is sent, and from there it can be read, as from the cache that Docker keeps for such drivers.
 */
public record DriverSettings(LogDriver driver, Map<String, String> options) {
    private static final LogSettings LOCAL = new LogSettings(20L * 1024 * 1024, 5, true, Map.of());
    private static final String CACHE = "cache-";
    private static final String DISABLED = "cache-disabled";
    private static final String NON_BLOCKING = "non-blocking";

    public DriverSettings {
        options = Map.copyOf(options);
    }

    /**
     * Validates a container's {@code LogConfig}.
     *
     * @param name the driver's; empty for the default
     * @throws InvalidArgument in Docker's words, if there is no such driver or option
     */
    public static DriverSettings parse(String name, Map<String, String> options) {
        DriverSettings settings = new DriverSettings(LogDriver.named(name), options);
        if (settings.driver != LogDriver.NONE) {
            settings.validate();
        }
        return settings;
    }

    private void validate() {
        validateMode();
        for (String option : new TreeMap<>(options).keySet()) {
            if (option.startsWith(CACHE)) {
                requireKnownToCache(option);
            } else if (!option.equals("mode") && !option.equals("max-buffer-size")) {
                driver.requireKnown(option);
            }
        }
        if (GoBool.parse(options.getOrDefault(DISABLED, "false")).isEmpty()) {
            throw new InvalidArgument("invalid value for option " + DISABLED + ": " + options.get(DISABLED));
        }
        bounds();
        new LogAttributes(options, "").check();
        new LogAttributes(options, CACHE).check();
        switch (driver) {
            case JSON_FILE, LOCAL, NONE, JOURNALD -> {
                // nothing of its own
            }
            case SYSLOG -> SyslogOptions.parse(options);
            case FLUENTD -> FluentdOptions.parse(options);
            case GELF -> GelfOptions.parse(options);
        }
    }

    private void validateMode() {
        String mode = options.getOrDefault("mode", "");
        if (!mode.isEmpty() && !mode.equals("blocking") && !mode.equals(NON_BLOCKING)) {
            throw new InvalidArgument("logger: logging mode not supported: " + mode);
        }
        String size = options.get("max-buffer-size");
        if (size == null) {
            return;
        }
        if (!mode.equals(NON_BLOCKING)) {
            throw new InvalidArgument("logger: max-buffer-size option is only supported with 'mode=non-blocking'");
        }
        if (ByteSize.parseBinary(size).isEmpty()) {
            throw new InvalidArgument("error parsing option max-buffer-size: invalid size: '" + size + "'");
        }
    }

    private void requireKnownToCache(String option) {
        String rest = option.substring(CACHE.length());
        if (!option.equals(DISABLED)) {
            try {
                LogDriver.LOCAL.requireKnown(rest);
            } catch (InvalidArgument e) {
                driver.requireKnown(option);
                throw e;
            }
        }
    }

    /** Whether the output is kept at all. */
    public boolean keeps() {
        return driver != LogDriver.NONE;
    }

    /** Whether the log can be read here. */
    public boolean readable() {
        return keeps() && !(driver.sends() && isOn(DISABLED));
    }

    /** Whether the entries are sent elsewhere. */
    public boolean sends() {
        return driver.sends();
    }

    /**
     * Checks what depends on this machine and on the container, before a container is made.
     *
     * @throws InvalidArgument in Docker's words
     */
    public void check(LogSubject subject) {
        if (!keeps()) {
            return;
        }
        files(subject);
        if (options.containsKey("tag")) {
            tag(subject, TagTemplate.SHORT_ID);
        }
        switch (driver) {
            case JSON_FILE, LOCAL, NONE, FLUENTD, GELF -> {
                // nothing that must be there
            }
            case JOURNALD -> {
                if (!Files.exists(JournaldTarget.SOCKET)) {
                    throw new InvalidArgument(
                            "failed to initialize logging driver: journald is not enabled on this host");
                }
            }
            case SYSLOG -> SyslogOptions.parse(options).check();
        }
    }

    /** How the log of a container is kept in files. */
    public LogSettings files(LogSubject subject) {
        String prefix = driver.sends() ? CACHE : "";
        Map<String, String> attributes = new LogAttributes(options, prefix).of(subject, UnaryOperator.identity());
        String tag = options.getOrDefault(prefix + "tag", "");
        if (!tag.isEmpty()) {
            attributes.put("tag", new TagTemplate(tag).render(subject, attributes));
        }
        return bounds().withAttributes(attributes);
    }

    private LogSettings bounds() {
        String prefix = driver.sends() ? CACHE : "";
        LogSettings defaults = driver == LogDriver.JSON_FILE ? LogSettings.DEFAULT : LOCAL;
        long size = Optional.ofNullable(options.get(prefix + "max-size"))
                .map(text -> size(prefix, text))
                .orElse(defaults.maxSize());
        int files = Optional.ofNullable(options.get(prefix + "max-file"))
                .map(text -> count(prefix, text))
                .orElse(defaults.maxFiles());
        LogSettings bounded = new LogSettings(size, files, false, Map.of());
        boolean bounds = files > 1 && size != LogSettings.UNLIMITED;
        Optional<Boolean> asked =
                Optional.ofNullable(options.get(prefix + "compress")).map(DriverSettings::truth);
        if (asked.orElse(false) && !bounds) {
            throw new InvalidArgument(
                    driver == LogDriver.JSON_FILE
                            ? "compress cannot be true when max-file is less than 2 or max-size is not set"
                            : "compression cannot be enabled when max file count is 1");
        }
        return asked.orElse(defaults.compress() && bounds) ? bounded.compressed() : bounded;
    }

    /** Where the entries are sent, connected. */
    Target connect(LogSubject subject, Poller poller) throws IOException, InterruptedException {
        String tag = tag(subject, TagTemplate.SHORT_ID);
        LogAttributes attributes = new LogAttributes(options, "");
        return switch (driver) {
            case JSON_FILE, LOCAL, NONE -> throw new IllegalStateException(driver + " sends nothing");
            case JOURNALD -> JournaldTarget.connect(JournaldTarget.fields(subject, tag, attributes), poller);
            case SYSLOG -> SyslogTarget.connect(SyslogOptions.parse(options), subject.host(), tag, poller);
            case FLUENTD ->
                FluentdTarget.connect(
                        FluentdOptions.parse(options),
                        tag,
                        FluentdTarget.fields(subject, attributes.of(subject, UnaryOperator.identity())),
                        poller);
            case GELF ->
                GelfTarget.connect(
                        GelfOptions.parse(options),
                        GelfTarget.fields(subject, tag, attributes.of(subject, GelfTarget::name)),
                        subject.host(),
                        poller);
        };
    }

    /** How failures to reach the target are met. */
    Retries retries() {
        return switch (driver) {
            case JSON_FILE, LOCAL, NONE, JOURNALD, SYSLOG -> Retries.STANDARD;
            case FLUENTD -> FluentdOptions.parse(options).retries();
            case GELF -> GelfOptions.parse(options).retries();
        };
    }

    private String tag(LogSubject subject, String fallback) {
        String template = options.getOrDefault("tag", "");
        return new TagTemplate(template.isEmpty() ? fallback : template)
                .render(subject, new LogAttributes(options, "").of(subject, UnaryOperator.identity()));
    }

    private boolean isOn(String option) {
        return GoBool.parse(options.getOrDefault(option, "false")).orElse(false);
    }

    private static boolean truth(String text) {
        return GoBool.parse(text)
                .orElseThrow(() -> new InvalidArgument("strconv.ParseBool: parsing \"" + text + "\": invalid syntax"));
    }

    private static int count(String prefix, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidArgument("invalid value for " + prefix + "max-file: \"" + text + "\"");
        }
    }

    /** A size with decimal units; -1 for no bound. */
    private static long size(String prefix, String text) {
        if (text.equals("-1")) {
            return LogSettings.UNLIMITED;
        }
        long size = ByteSize.parseDecimal(text).orElse(0);
        if (size == 0) {
            throw new InvalidArgument("invalid size for " + prefix + "max-size: '" + text + "'");
        }
        return size;
    }
}
