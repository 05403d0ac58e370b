package io.djong.engine.container;

import io.djong.log.ContainerLog;
import io.djong.log.LogLine;
import io.djong.log.LogPosition;
import io.djong.log.LogPump;
import io.djong.log.LogSink;
import io.djong.log.LogStream;
import io.djong.log.driver.DriverSettings;
import io.djong.log.driver.Forwarder;
import io.djong.log.driver.LogSubject;
import io.djong.model.ContainerId;
import io.djong.model.container.LogConfig;
import io.djong.model.container.StdStream;
import io.djong.model.error.NotImplemented;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The logs of containers, one open {@link ContainerLog} each. */
final class ContainerLogs {
    /** How long the removal of a container waits until its log is sent: as long as Docker. */
    private static final Duration SENDING = Duration.ofSeconds(10);

    private final LogPump pump;
    private final ContainerPaths paths;
    private final Function<ContainerId, Path> control;
    private final LogConfig defaults;
    private final Map<ContainerId, ContainerLog> logs = new ConcurrentHashMap<>();
    private final Map<ContainerId, Forwarder> forwarders = new ConcurrentHashMap<>();

    /** @param control where a container's monitor takes commands */
    ContainerLogs(LogPump pump, ContainerPaths paths, Function<ContainerId, Path> control, LogConfig defaults) {
        this.pump = pump;
        this.paths = paths;
        this.control = control;
        this.defaults = defaults;
    }

    /**
     * What a container that asks for this gets, from its creation on whatever becomes of the daemon's defaults: they are
     * laid under what is asked for, the options where the driver is the default one, as in Docker.
     *
     * @throws io.djong.model.error.InvalidArgument if there is no such driver or option
     */
    LogConfig settled(@Nullable LogConfig asked) {
        Map<String, String> options = new LinkedHashMap<>();
        String driver = asked == null || asked.type().isEmpty() ? defaults.type() : asked.type();
        if (driver.equals(defaults.type())) {
            options.putAll(defaults.config());
        }
        if (asked != null) {
            options.putAll(asked.config());
        }
        DriverSettings.parse(driver, options);
        return new LogConfig(driver, options);
    }

    /**
     * Checks what of a container's log driver depends on the machine and on the container.
     *
     * @throws io.djong.model.error.InvalidArgument if the driver cannot work here
     */
    void check(ContainerRecord draft) {
        settings(draft).check(subject(draft));
    }

    private static DriverSettings settings(ContainerRecord record) {
        LogConfig settled = record.host().logConfig();
        return settled == null
                ? DriverSettings.parse("", Map.of())
                : DriverSettings.parse(settled.type(), settled.config());
    }

    private static LogSubject subject(ContainerRecord record) {
        List<String> command = new ArrayList<>(List.of(record.path()));
        command.addAll(record.args());
        return new LogSubject(
                record.id(),
                record.name(),
                record.config().image(),
                record.image().toString(),
                command,
                record.created(),
                record.config().labels(),
                environment(record.config().env()));
    }

    private static Map<String, String> environment(List<String> variables) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String variable : variables) {
            int equals = variable.indexOf('=');
            if (equals >= 0) {
                map.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return map;
    }

    /** The file that the monitor is to write to; the empty path where nothing is to be kept. */
    Path spool(ContainerRecord record) {
        return settings(record).keeps() ? paths.logs(record.id()).spool() : Path.of("");
    }

    /** Makes the spool's directory. */
    void prepare(Container container) {
        if (settings(container.record()).keeps()) {
            ContainerLog _ = log(container);
        }
    }

    /** Begins to take the output of a process that is about to start, or that was found running. */
    void begin(Container container) {
        DriverSettings settings = settings(container.record());
        if (settings.keeps()) {
            pump.attach(log(container), control.apply(container.id()));
            forward(container, settings);
        }
    }

    /** Takes what is left of the output of a process that has ended. */
    void end(Container container) {
        DriverSettings settings = settings(container.record());
        if (settings.keeps()) {
            pump.detach(log(container));
            if (!forwarders.containsKey(container.id())) {
                forward(container, settings); // it ended while the daemon was away
            }
        }
    }

    private void forward(Container container, DriverSettings settings) {
        if (settings.sends()) {
            forwarders.compute(container.id(), (_, before) -> {
                if (before != null) {
                    before.stop(Duration.ZERO);
                }
                return Forwarder.start(log(container), settings, subject(container.record()), pump.poller());
            });
        }
    }

    void forget(Container container) {
        Optional.ofNullable(forwarders.remove(container.id())).ifPresent(forwarder -> forwarder.stop(SENDING));
        Optional.ofNullable(logs.remove(container.id())).ifPresent(ContainerLog::close);
    }

    /** @throws NotImplemented if the driver's log cannot be read here */
    void checkReadable(Container container) {
        if (!settings(container.record()).readable()) {
            throw new NotImplemented("configured logging driver does not support reading");
        }
    }

    void read(Container container, LogQuery query, StreamSink sink) throws IOException, InterruptedException {
        checkReadable(container);
        log(container).read(translated(query), new Shown(query, sink));
    }

    /** Shows each line as it was asked for: with its time and its attributes before it, or as it is. */
    private record Shown(LogQuery query, StreamSink sink) implements LogSink {
        @Override
        public boolean accept(LogLine line) throws IOException {
            if (!query.timestamps() && !query.details()) {
                sink.write(stream(line), line.bytes(), 0, line.length());
                return true;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream(line.length() + 64);
            if (query.timestamps()) {
                byte[] time = new byte[LogLine.TIMESTAMP_LENGTH];
                line.writeTimestamp(time, 0);
                out.writeBytes(time);
                out.write(' ');
            }
            if (query.details()) {
                out.writeBytes(details(line.attributes()).getBytes(StandardCharsets.US_ASCII));
                out.write(' ');
            }
            out.write(line.bytes(), 0, line.length());
            sink.write(stream(line), out.toByteArray(), 0, out.size());
            return true;
        }

        @Override
        public void reached(LogPosition position) throws IOException {
            sink.flush();
        }

        private static String details(Map<String, String> attributes) {
            return attributes.entrySet().stream()
                    .map(attribute -> escaped(attribute.getKey()) + "=" + escaped(attribute.getValue()))
                    .collect(Collectors.joining(","));
        }

        /** As Go's {@code url.QueryEscape} does it. */
        private static String escaped(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8)
                    .replace("*", "%2A")
                    .replace("%7E", "~");
        }
    }

    /** Sends what was written so far, as an attach with {@code logs} asks. */
    void replay(Container container, AttachRequest request, StreamSink sink) throws IOException, InterruptedException {
        LogQuery all = new LogQuery(
                request.stdout(),
                request.stderr(),
                false,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                false,
                false);
        read(container, all, sink);
    }

    private ContainerLog log(Container container) {
        return logs.computeIfAbsent(
                container.id(),
                id -> ContainerLog.open(
                        paths.logs(id), settings(container.record()).files(subject(container.record()))));
    }

    private static io.djong.log.LogQuery translated(LogQuery query) {
        Set<LogStream> streams = EnumSet.noneOf(LogStream.class);
        if (query.stdout()) {
            streams.add(LogStream.STDOUT);
        }
        if (query.stderr()) {
            streams.add(LogStream.STDERR);
        }
        return new io.djong.log.LogQuery(streams, query.tail(), query.since(), query.until(), query.follow());
    }

    private static StdStream stream(LogLine line) {
        return line.stream() == LogStream.STDERR ? StdStream.STDERR : StdStream.STDOUT;
    }
}
