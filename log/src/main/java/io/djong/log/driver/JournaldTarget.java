package io.djong.log.driver;

import io.djong.kernel.KernelException;
import io.djong.kernel.event.Poller;
import io.djong.kernel.socket.UnixSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes to the systemd journal by its native protocol (systemd's document JOURNAL_NATIVE_PROTOCOL). */
final class JournaldTarget implements Target {
    /** Where journald listens. */
    static final Path SOCKET = Path.of("/run/systemd/journal/socket");

    private final UnixSocket socket;
    private final byte[] fields;

    JournaldTarget(UnixSocket socket, Map<String, String> fields) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        fields.forEach((name, value) -> field(encoded, name, value.getBytes(StandardCharsets.UTF_8)));
        this.socket = socket;
        this.fields = encoded.toByteArray();
    }

    static Target connect(Map<String, String> fields, Poller poller) throws IOException, InterruptedException {
        try {
            return new JournaldTarget(UnixSocket.connect(SOCKET, UnixSocket.Kind.DATAGRAM, poller), fields);
        } catch (KernelException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    UnixSocket socket() {
        return socket;
    }

    /** What each entry holds besides its text. */
    static Map<String, String> fields(LogSubject subject, String tag, LogAttributes attributes) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("CONTAINER_ID", subject.id().shortId());
        fields.put("CONTAINER_ID_FULL", subject.id().value());
        fields.put("CONTAINER_NAME", subject.name());
        fields.put("CONTAINER_TAG", tag);
        fields.put("IMAGE_NAME", subject.image());
        fields.put("SYSLOG_IDENTIFIER", tag);
        attributes.of(subject, JournaldTarget::name).forEach((name, value) -> {
            if (!name.isEmpty()) {
                fields.put(name, value);
            }
        });
        return fields;
    }

    /** A field's name: capitals, digits and underscores, the first of them no underscore. */
    private static String name(String attribute) {
        return attribute.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_").replaceFirst("^_+", "");
    }

    @Override
    public void send(Piece piece) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(fields.length + piece.length() + 256);
        field(out, "MESSAGE", piece.bytes());
        field(out, "PRIORITY", ascii(Integer.toString(piece.severity())));
        field(out, "SYSLOG_TIMESTAMP", ascii(piece.time().toString()));
        if (piece.part().isPresent()) {
            Piece.Part part = piece.part().get();
            if (!part.last()) {
                field(out, "CONTAINER_PARTIAL_MESSAGE", ascii("true"));
            }
            field(out, "CONTAINER_PARTIAL_ID", ascii(part.id()));
            field(out, "CONTAINER_PARTIAL_ORDINAL", ascii(Integer.toString(part.ordinal())));
            field(out, "CONTAINER_PARTIAL_LAST", ascii(Boolean.toString(part.last())));
        }
        out.writeBytes(fields);
        if (out.size() <= UnixSocket.LARGEST) {
            socket.send(out.toByteArray(), 0, out.size());
        } else {
            socket.sendAsFile(out.toByteArray());
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A value with a newline in it has its length before it. */
    private static void field(ByteArrayOutputStream out, String name, byte[] value) {
        out.writeBytes(ascii(name));
        if (hasNewline(value)) {
            out.write('\n');
            out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value.length)
                    .array());
        } else {
            out.write('=');
        }
        out.writeBytes(value);
        out.write('\n');
    }

    private static boolean hasNewline(byte[] value) {
        for (byte b : value) {
            if (b == '\n') {
                return true;
            }
        }
        return false;
    }

    @Override
    public void flush() {
        // each entry was sent at once
    }

    @Override
    public void close() {
        socket.close();
    }
}
