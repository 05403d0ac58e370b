package io.djong.log.driver;

import io.djong.kernel.event.Poller;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sends records to Fluentd by its forward protocol, in message mode, as Docker does: {@code [tag, time, record]}. */
final class FluentdTarget implements Target {
    private static final int BATCH = 64 * 1024;

    private final Wire wire;
    private final DataInputStream answers;
    private final FluentdOptions options;
    private final String tag;
    private final Map<String, String> fields;
    private final MessagePack pending = new MessagePack();
    private long sent;

    private FluentdTarget(Wire wire, FluentdOptions options, String tag, Map<String, String> fields) {
        this.wire = wire;
        this.answers = new DataInputStream(wire.answers());
        this.options = options;
        this.tag = tag;
        this.fields = fields;
    }

    static Target connect(FluentdOptions options, String tag, Map<String, String> fields, Poller poller)
            throws IOException, InterruptedException {
        Wire wire = Wire.connect(options.endpoint(), Optional.empty(), poller);
        return new FluentdTarget(wire, options, tag, fields);
    }

    /** What each record holds besides its text and stream. */
    static Map<String, String> fields(LogSubject subject, Map<String, String> attributes) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("container_id", subject.id().value());
        fields.put("container_name", "/" + subject.name());
        fields.putAll(attributes);
        return fields;
    }

    @Override
    public void send(Piece piece) throws IOException {
        pending.array(options.acknowledged() ? 4 : 3).text(tag).time(piece.time(), options.precise());
        pending.map(fields.size() + 2 + (piece.part().isPresent() ? 4 : 0)).entries(fields);
        pending.text("source").text(piece.line().stream().word());
        pending.text("log").text(piece.line().bytes(), piece.length());
        piece.part().ifPresent(this::part);
        if (options.acknowledged()) {
            String chunk =
                    Base64.getEncoder().encodeToString((piece.time() + " " + sent++).getBytes(StandardCharsets.UTF_8));
            pending.map(1).text("chunk").text(chunk);
            flush();
            String acknowledged = MessagePack.acknowledgement(answers);
            if (!acknowledged.equals(chunk)) {
                throw new IOException("acknowledged is another message");
            }
        } else if (pending.size() >= BATCH) {
            flush();
        }
    }

    private void part(Piece.Part part) {
        pending.text("partial_message").text("true");
        pending.text("partial_id").text(part.id());
        pending.text("partial_ordinal").text(Integer.toString(part.ordinal()));
        pending.text("partial_last").text(Boolean.toString(part.last()));
    }

    @Override
    public void flush() throws IOException {
        if (pending.size() > 0) {
            wire.requireThere();
            byte[] bytes = pending.take();
            wire.send(bytes, bytes.length);
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
