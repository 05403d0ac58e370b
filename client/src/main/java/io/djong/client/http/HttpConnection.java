package io.djong.client.http;

import io.djong.client.http.HttpRequest.Body;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One connection to a server: a request, its answer read to the end, then perhaps the next one. For one thread at a
 * time, but after an upgrade one thread may write while another reads. Closing it from any thread ends both.
 */
public final class HttpConnection implements AutoCloseable {
    private static final int MAX_HEAD = 64 << 10;
    private static final int COPY_BUFFER = 64 << 10;

    private final SocketChannel channel;
    private final String host;
    private final ChannelInput in;

    private HttpConnection(SocketChannel channel, String host) {
        this.channel = channel;
        this.host = host;
        this.in = new ChannelInput(channel);
    }

    /** Connects. @throws IOException if nobody listens at the address, or it may not be used */
    public static HttpConnection open(SocketAddress address) throws IOException {
        boolean unix = address instanceof UnixDomainSocketAddress;
        SocketChannel channel = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        try {
            channel.connect(address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new HttpConnection(channel, unix ? "djong" : address.toString().replaceFirst("^.*/", ""));
    }

    /** Sends the request and reads the head of its answer. */
    public HttpResponse exchange(HttpRequest request) throws IOException {
        try {
            send(request);
        } catch (IOException e) {
            return answerBeforeTheEnd(request, e);
        }
        return receive(request);
    }

    /** A server that refuses a body answers and hangs up while we still send: its reason is worth more than ours. */
    private HttpResponse answerBeforeTheEnd(HttpRequest request, IOException broken) throws IOException {
        try {
            return receive(request);
        } catch (IOException e) {
            broken.addSuppressed(e);
            throw broken;
        }
    }

    private void send(HttpRequest request) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        line(head, request.method() + " " + request.target() + " HTTP/1.1");
        line(head, "Host: " + host);
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            line(head, header.getKey() + ": " + header.getValue());
        }
        // Not a switch on the type: that would be linked at run time, which takes a short-lived program milliseconds.
        Body body = request.body();
        if (body instanceof Body.Bytes(String type, byte[] bytes)) {
            line(head, "Content-Type: " + type);
            line(head, "Content-Length: " + bytes.length + "\r\n");
            head.writeBytes(bytes);
            writeAll(head.toByteArray());
        } else if (body instanceof Body.Stream(String type, InputStream stream)) {
            line(head, "Content-Type: " + type);
            line(head, "Transfer-Encoding: chunked\r\n");
            writeAll(head.toByteArray());
            sendChunks(stream);
        } else {
            line(head, request.method().equals("POST") ? "Content-Length: 0\r\n" : "");
            writeAll(head.toByteArray());
        }
    }

    private static void line(ByteArrayOutputStream head, String line) {
        head.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        head.write('\r');
        head.write('\n');
    }

    private void sendChunks(InputStream stream) throws IOException {
        byte[] buffer = new byte[COPY_BUFFER];
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
            if (n > 0) {
                writeAll((Integer.toHexString(n) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                writeAll(buffer, 0, n);
                writeAll("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        writeAll("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private HttpResponse receive(HttpRequest request) throws IOException {
        int[] budget = {MAX_HEAD};
        String statusLine = readLine(budget);
        int status = status(statusLine);
        Map<String, String> headers = new HashMap<>();
        for (String line = readLine(budget); !line.isEmpty(); line = readLine(budget)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        if (status == 100) {
            return receive(request);
        }
        return new HttpResponse(status, headers, body(request, status, headers));
    }

    private static int status(String line) throws IOException {
        if (!line.startsWith("HTTP/1.") || line.length() < 12) {
            throw new IOException("malformed HTTP response \"" + line + "\"");
        }
        try {
            return Integer.parseInt(line.substring(9, 12));
        } catch (NumberFormatException e) {
            throw new IOException("malformed HTTP status in \"" + line + "\"", e);
        }
    }

    private InputStream body(HttpRequest request, int status, Map<String, String> headers) throws IOException {
        if (request.method().equals("HEAD") || status == 204 || status == 304) {
            return new FixedBody(in, 0);
        }
        if (status == 101) {
            return in;
        }
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .endsWith("chunked")) {
            return new ChunkedBody(in);
        }
        String length = headers.get("content-length");
        if (length == null) {
            return in;
        }
        try {
            return new FixedBody(in, Long.parseUnsignedLong(length));
        } catch (NumberFormatException e) {
            throw new IOException("malformed Content-Length \"" + length + "\"", e);
        }
    }

    private String readLine(int[] budget) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed before the answer");
            }
            if (--budget[0] < 0) {
                throw new IOException("the head of the HTTP response is too long");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private void writeAll(byte[] bytes) throws IOException {
        writeAll(bytes, 0, bytes.length);
    }

    private void writeAll(byte[] bytes, int from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, count);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** What goes to the peer after an upgrade. Closing it tells the peer that no more comes; reading goes on. */
    public OutputStream upgradedOutput() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                writeAll(new byte[] {(byte) b});
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                writeAll(bytes, from, count);
            }

            @Override
            public void close() throws IOException {
                channel.shutdownOutput();
            }
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
