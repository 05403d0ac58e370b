package io.djong.log.driver;

import io.djong.kernel.event.Poller;
import io.djong.model.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends messages of the Graylog Extended Log Format, version 1.1: by UDP compressed, and in chunks where they are long;
 * by TCP with a zero after each.
 */
final class GelfTarget implements Target {
    /** What a packet holds at most, its chunk header of 12 bytes included. */
    private static final int PACKET = 1420;

    private static final int CHUNK_HEADER = 12;
    private static final int MOST_CHUNKS = 128;
    private static final int MILLIS = 3;

    private final Wire wire;
    private final GelfOptions options;
    private final Map<String, String> fields;
    private final String host;
    private long messages = System.nanoTime();
    private boolean begun;

    private GelfTarget(Wire wire, GelfOptions options, Map<String, String> fields, String host) {
        this.wire = wire;
        this.options = options;
        this.fields = fields;
        this.host = host;
    }

    static Target connect(GelfOptions options, Map<String, String> fields, String host, Poller poller)
            throws IOException, InterruptedException {
        return new GelfTarget(Wire.connect(options.endpoint(), Optional.empty(), poller), options, fields, host);
    }

    /** The name of a field of the user's own. */
    static String name(String attribute) {
        return attribute.startsWith("_") ? attribute : "_" + attribute;
    }

    /** What each message holds besides its text, time and level. */
    static Map<String, String> fields(LogSubject subject, String tag, Map<String, String> attributes) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("_container_id", subject.id().value());
        fields.put("_container_name", subject.name());
        fields.put("_image_id", subject.imageId());
        fields.put("_image_name", subject.image());
        fields.put("_command", String.join(" ", subject.command()));
        fields.put("_tag", tag);
        fields.put("_created", subject.created().toString());
        fields.putAll(attributes);
        return fields;
    }

    @Override
    public void send(Piece piece) throws IOException {
        if (piece.length() == 0) {
            return; // the format wants a text
        }
        byte[] message = Json.bytes(message(piece));
        if (options.endpoint().protocol() == Endpoint.Protocol.TCP) {
            if (!begun) {
                wire.requireThere();
                begun = true;
            }
            byte[] ended = java.util.Arrays.copyOf(message, message.length + 1);
            wire.send(ended, ended.length);
        } else {
            sendPackets(compressed(message));
        }
    }

    private ObjectNode message(Piece piece) {
        ObjectNode message = Json.object();
        message.put("version", "1.1").put("host", host).put("short_message", piece.text());
        message.put("timestamp", BigDecimal.valueOf(piece.time().toEpochMilli(), MILLIS));
        message.put("level", piece.severity());
        fields.forEach(message::put);
        return message;
    }

    private byte[] compressed(byte[] message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(options.level());
        try (OutputStream out = switch (options.compression()) {
            case NONE -> bytes;
            case ZLIB -> new DeflaterOutputStream(bytes, deflater);
            case GZIP -> new Gzip(bytes, options.level());
        }) {
            out.write(message);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /** Gzip of a level of one's own choice. */
    private static final class Gzip extends GZIPOutputStream {
        Gzip(OutputStream out, int level) throws IOException {
            super(out);
            def.setLevel(level);
        }
    }

    private void sendPackets(byte[] message) throws IOException {
        if (message.length <= PACKET) {
            wire.send(message, message.length);
            return;
        }
        int room = PACKET - CHUNK_HEADER;
        int count = Math.ceilDiv(message.length, room);
        if (count > MOST_CHUNKS) {
            return; // no receiver takes it
        }
        long id = messages++;
        for (int number = 0; number < count; number++) {
            int length = Math.min(room, message.length - number * room);
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_HEADER + length);
            chunk.put((byte) 0x1e)
                    .put((byte) 0x0f)
                    .putLong(id)
                    .put((byte) number)
                    .put((byte) count);
            chunk.put(message, number * room, length);
            wire.send(chunk.array(), chunk.capacity());
        }
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
