package io.djong.log.driver;

import io.djong.kernel.event.Poller;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes to syslog (RFC 3164, RFC 5424), as the program {@code docker} would: each message ends with a newline, which
 * divides them on a stream; RFC 5424 over TLS has their length before them (RFC 5425) instead.
 */
final class SyslogTarget implements Target {
    private static final List<Path> LOCAL =
            List.of(Path.of("/dev/log"), Path.of("/var/run/syslog"), Path.of("/var/run/log"));

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX");

    private final Wire wire;
    private final SyslogOptions options;
    private final String host;
    private final String tag;
    private final long pid = ProcessHandle.current().pid();
    private boolean begun;

    private SyslogTarget(Wire wire, SyslogOptions options, String host, String tag) {
        this.wire = wire;
        this.options = options;
        this.host = host;
        this.tag = tag;
    }

    static Target connect(SyslogOptions options, String host, String tag, Poller poller)
            throws IOException, InterruptedException {
        Wire wire = options.endpoint().isPresent()
                ? Wire.connect(
                        options.endpoint().get(),
                        options.isSecure() ? Optional.of(options.tls().context()) : Optional.empty(),
                        poller)
                : local(poller);
        return new SyslogTarget(wire, options, host, tag);
    }

    private static Wire local(Poller poller) throws IOException, InterruptedException {
        for (Path path : LOCAL) {
            for (boolean packets : new boolean[] {true, false}) {
                try {
                    return Wire.connect(new Endpoint.Local(path, packets), Optional.empty(), poller);
                } catch (IOException e) {
                    // the next one
                }
            }
        }
        throw new IOException("Unix syslog delivery error");
    }

    @Override
    public void send(Piece piece) throws IOException {
        if (!begun) {
            wire.requireThere();
            begun = true;
        }
        byte[] head = head(piece).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + piece.length() + 16);
        if (framed()) {
            out.writeBytes((head.length + piece.length() + 1 + " ").getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes(head);
        out.write(piece.line().bytes(), 0, piece.length());
        out.write('\n');
        wire.send(out.toByteArray(), out.size());
    }

    private boolean framed() {
        return options.isSecure()
                && switch (options.format()) {
                    case LOCAL, RFC3164 -> false;
                    case RFC5424, RFC5424_MICRO -> true;
                };
    }

    private String head(Piece piece) {
        int priority = options.facility() | piece.severity();
        ZonedDateTime time = piece.time().atZone(ZoneId.systemDefault());
        return switch (options.format()) {
            case LOCAL -> "<" + priority + ">" + STAMP.format(time) + " " + tag + "[" + pid + "]: ";
            case RFC3164 -> "<" + priority + ">" + STAMP.format(time) + " " + host + " " + tag + "[" + pid + "]: ";
            case RFC5424 -> head5424(priority, SECONDS.format(time));
            case RFC5424_MICRO -> head5424(priority, MICROS.format(time));
        };
    }

    /** The tag is the name of the application, and of the message too, as Docker has it. */
    private String head5424(int priority, String time) {
        return "<" + priority + ">1 " + time + " " + host + " " + tag + " " + pid + " " + tag + " - ";
    }

    @Override
    public void flush() {
        begun = false;
    }

    @Override
    public void close() {
        wire.close();
    }
}
