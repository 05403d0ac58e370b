package io.djong.engine.container;

import io.djong.log.ContainerLog;
import io.djong.log.LogLine;
import io.djong.log.LogPump;
import io.djong.log.LogSettings;
import io.djong.log.LogStream;
import io.djong.model.ContainerId;
import io.djong.model.container.LogConfig;
import io.djong.model.container.StdStream;
import io.djong.model.error.NotImplemented;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The logs of containers, one open {@link ContainerLog} each. */
final class ContainerLogs {
    private final LogPump pump;
    private final ContainerPaths paths;
    private final Function<ContainerId, Path> control;
    private final LogConfig defaults;
    private final Map<ContainerId, ContainerLog> logs = new ConcurrentHashMap<>();

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
        LogSettings.parse(driver, options);
        return new LogConfig(driver, options);
    }

    private static LogSettings settings(ContainerRecord record) {
        LogConfig settled = record.host().logConfig();
        return settled == null ? LogSettings.DEFAULT : LogSettings.parse(settled.type(), settled.config());
    }

    /** The file that the monitor is to write to; the empty path where nothing is to be kept. */
    Path spool(ContainerRecord record) {
        return keeps(settings(record)) ? paths.logs(record.id()).spool() : Path.of("");
    }

    /** Makes the spool's directory. */
    void prepare(Container container) {
        if (keeps(settings(container.record()))) {
            ContainerLog _ = log(container);
        }
    }

    /** Begins to take the output of a process that is about to start, or that was found running. */
    void begin(Container container) {
        if (keeps(settings(container.record()))) {
            pump.attach(log(container), control.apply(container.id()));
        }
    }

    /** Takes what is left of the output of a process that has ended. */
    void end(Container container) {
        if (keeps(settings(container.record()))) {
            pump.detach(log(container));
        }
    }

    void forget(Container container) {
        Optional.ofNullable(logs.remove(container.id())).ifPresent(ContainerLog::close);
    }

    /** @throws NotImplemented if the driver keeps nothing */
    void check(Container container) {
        if (!keeps(settings(container.record()))) {
            throw new NotImplemented("configured logging driver does not support reading");
        }
    }

    void read(Container container, LogQuery query, StreamSink sink) throws IOException, InterruptedException {
        check(container);
        log(container).read(translated(query), line -> {
            if (query.timestamps()) {
                byte[] stamped = stamped(line);
                sink.write(stream(line), stamped, 0, stamped.length);
            } else {
                sink.write(stream(line), line.bytes(), 0, line.length());
            }
            return true;
        });
    }

    /** The line with its time and a blank before it. */
    private static byte[] stamped(LogLine line) {
        int start = LogLine.TIMESTAMP_LENGTH + 1;
        byte[] stamped = new byte[start + line.length()];
        line.writeTimestamp(stamped, 0);
        stamped[start - 1] = ' ';
        System.arraycopy(line.bytes(), 0, stamped, start, line.length());
        return stamped;
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
                false);
        read(container, all, sink);
    }

    private ContainerLog log(Container container) {
        return logs.computeIfAbsent(
                container.id(), id -> ContainerLog.open(paths.logs(id), settings(container.record())));
    }

    private static boolean keeps(LogSettings settings) {
        return settings.driver() != LogSettings.Driver.NONE;
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
